import { type AdminUser, AuthError, type ChangeRolesRequest } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { keepCharge } from '../steps/keep-charge.js'
import { describeUser } from './steps/describe-user.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'
import { requireAssignable } from './steps/require-assignable.js'

export interface ChangeRolesDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Replaces the roles of a user. Tokens that are out keep theirs until they end; here it counts at once.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`, `role_unknown`, `permission_not_yours`, `last_operator`
 */
export const changeRoles = (
  deps: ChangeRolesDeps,
  by: Operator,
  request: ChangeRolesRequest & { readonly id: string },
): Promise<AdminUser> =>
  deps.storage.transaction(async (stores) => {
    await stores.accounts.holdCharge()
    const { own, target } = await holdTarget(deps, stores, { by, id: request.id })
    const after = [...new Set(request.roles)]
    const given = after.filter((role) => !target.roles.includes(role))
    const taken = target.roles.filter((role) => !after.includes(role))
    requireAssignable(deps, own, { given, taken })
    if (given.length + taken.length === 0) return describeUser(target)
    await keepCharge(deps, stores, { user: target, after })
    await stores.accounts.setRoles(target.id, after, deps.clock.now())
    await noteAct(deps, stores, by, {
      action: 'user.roles_changed',
      userId: target.id,
      reason: request.reason,
      detail: { given, taken },
    })
    const changed = await stores.accounts.findById(target.id)
    if (changed === undefined) throw new AuthError('target_unknown', { detail: target.id })
    return describeUser(changed)
  })
