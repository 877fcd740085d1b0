import { AuthError } from '@latchkey/contract'
import { parseUserId, type UserId } from '../../../model/ids.js'
import type { Roles } from '../../../model/roles.js'
import type { User } from '../../../model/user.js'
import type { TransactionalStores } from '../../../ports/storage.js'
import { holdCurrentUser } from '../../steps/hold-current-user.js'
import { type Operator, ownPermissionsOf } from './operator.js'

export type HoldingStores = Pick<TransactionalStores, 'accounts' | 'sessions'>

/** Who acts and who is acted on, both held until the transaction ends. */
export interface HeldTarget {
  readonly operator: User
  readonly target: User
}

/**
 * Holds an operator and the user they want to change, and looks again at what the operator may do: of two who take each other's roles away the
 * second finds theirs gone. In the order of their ids, so that nobody waits in a circle.
 *
 * @throws AuthError `target_unknown`; `not_signed_in`, `permission_insufficient` for who has lost it meanwhile; `account_holds_more`
 */
export const holdTarget = async (
  { roles }: { readonly roles: Roles },
  stores: HoldingStores,
  asked: { readonly by: Operator; readonly id: string },
): Promise<HeldTarget> => {
  const { by } = asked
  const id = readTargetId(asked.id)
  for (const each of [id, by.current.user.id].sort()) await stores.accounts.hold(each)
  const operator = await holdOperator({ roles }, stores, by)
  const target = await stores.accounts.hold(id)
  if (target === undefined) throw new AuthError('target_unknown', { detail: id })
  const own = ownPermissionsOf(roles, operator)
  if (![...ownPermissionsOf(roles, target)].every((permission) => own.has(permission)))
    throw new AuthError('account_holds_more', { detail: id })
  return { operator, target }
}

/**
 * Holds an operator, and looks again at what they may do.
 *
 * @throws AuthError `not_signed_in`, `permission_insufficient`
 */
export const holdOperator = async (
  { roles }: { readonly roles: Roles },
  stores: HoldingStores,
  { current, permission }: Operator,
): Promise<User> => {
  const operator = await holdCurrentUser(stores, current)
  if (!ownPermissionsOf(roles, operator).has(permission))
    throw new AuthError('permission_insufficient', { detail: `${operator.id} has lost ${permission}` })
  return operator
}

/** Text of an address → whom it names. @throws AuthError `target_unknown` */
export const readTargetId = (text: string): UserId => {
  const id = parseUserId(text)
  if (id === undefined) throw new AuthError('target_unknown')
  return id
}
