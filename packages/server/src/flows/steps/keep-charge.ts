import { AuthError, type OperatorPermission } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import { permissionsOf } from '../../model/roles.js'
import type { User } from '../../model/user.js'
import type { TransactionalStores } from '../../ports/storage.js'

/** Who has it can make others operators, and so everything else. */
const IN_CHARGE: OperatorPermission = 'latchkey:roles.assign'

/** The roles that let their holders make operators. */
export const rolesInCharge = (roles: Roles): readonly string[] =>
  [...roles.keys()].filter((role) => isInCharge(roles, [role]))

const isInCharge = (roles: Roles, held: readonly string[]): boolean =>
  permissionsOf(held, roles).has(IN_CHARGE)

/**
 * Somebody has to be left who can make others operators. Call it in the transaction, after `accounts.holdCharge()` and before the user stops
 * being one: of two who are the last together, and stop at once, the second is refused.
 *
 * @param after the roles the user will have; none for who is suspended or leaves
 * @throws AuthError `last_operator`
 */
export const keepCharge = async (
  { roles }: { readonly roles: Roles },
  { accounts }: Pick<TransactionalStores, 'accounts'>,
  { user, after }: { readonly user: User; readonly after: readonly string[] },
): Promise<void> => {
  if (user.suspendedAt !== null || !isInCharge(roles, user.roles) || isInCharge(roles, after)) return
  if (!(await accounts.hasOtherHolder(user.id, rolesInCharge(roles))))
    throw new AuthError('last_operator', { detail: user.id })
}
