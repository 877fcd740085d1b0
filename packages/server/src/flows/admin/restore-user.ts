import type { AdminUser } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { describeUser } from './steps/describe-user.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RestoreUserDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/** Lets somebody in again who was suspended. What ended stays ended. @throws AuthError `target_unknown`, `account_holds_more` */
export const restoreUser = (
  deps: RestoreUserDeps,
  by: Operator,
  request: { readonly id: string; readonly reason: string },
): Promise<AdminUser> =>
  deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    if (target.suspendedAt === null) return describeUser(target)
    await stores.accounts.setSuspension(target.id, null, deps.clock.now())
    await noteAct(deps, stores, by, { action: 'user.restored', userId: target.id, reason: request.reason })
    return describeUser((await stores.accounts.findById(target.id)) ?? target)
  })
