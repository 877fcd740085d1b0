import type { AdminUser } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { keepCharge } from '../steps/keep-charge.js'
import { describeUser } from './steps/describe-user.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface SuspendUserDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Keeps somebody out: every session ends, API keys too, and no sign-in opens another. Once more changes nothing.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`, `last_operator`
 */
export const suspendUser = (
  deps: SuspendUserDeps,
  by: Operator,
  request: { readonly id: string; readonly reason: string },
): Promise<AdminUser> =>
  deps.storage.transaction(async (stores) => {
    await stores.accounts.holdCharge()
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    if (target.suspendedAt !== null) return describeUser(target)
    await keepCharge(deps, stores, { user: target, after: [] })
    const now = deps.clock.now()
    await stores.accounts.setSuspension(target.id, now, now)
    await stores.sessions.endAllOf(target.id, null, 'user_suspended', now)
    await noteAct(deps, stores, by, {
      action: 'user.suspended',
      userId: target.id,
      reason: request.reason,
    })
    return describeUser((await stores.accounts.findById(target.id)) ?? target)
  })
