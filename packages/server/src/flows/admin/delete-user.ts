import { parseAddress } from '../../model/address.js'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { keepCharge } from '../steps/keep-charge.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface DeleteUserDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Deletes an account and everything kept about the person, but what the audit history says. Nobody is written to: the operator knows why.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`, `last_operator`
 */
export const deleteUser = (
  deps: DeleteUserDeps,
  by: Operator,
  request: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.storage.transaction(async (stores) => {
    await stores.accounts.holdCharge()
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    await keepCharge(deps, stores, { user: target, after: [] })
    // Before: an operator may delete their own account, and with it the session that says who they are.
    await noteAct(deps, stores, by, {
      action: 'user.deleted',
      userId: target.id,
      reason: request.reason,
    })
    await stores.accounts.delete(target.id)
    const address = target.emailVerifiedAt === null ? undefined : parseAddress(target.email ?? '')
    await stores.outbox.dropOf({ userId: target.id, address: address?.email ?? null })
  })
