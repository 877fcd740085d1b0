import { AuthError, OPERATOR_PERMISSIONS } from '@latchkey/contract'
import { parseUserId, type UserId } from '../../../model/ids.js'
import type { Roles } from '../../../model/roles.js'
import type { User } from '../../../model/user.js'
import type { TransactionalStores } from '../../../ports/storage.js'
import { holdCurrentUser } from '../../steps/hold-current-user.js'
import { type Operator, ownPermissionsOf } from './operator.js'

const EVERYTHING: ReadonlySet<string> = new Set(OPERATOR_PERMISSIONS)

export type HoldingStores = Pick<TransactionalStores, 'accounts' | 'sessions'>

/** Who is acted on, held until the transaction ends as whoever acts is. */
export interface HeldTarget {
  /** What the operator may do to Latchkey itself. */
  readonly own: ReadonlySet<string>
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
  const people = by.kind === 'person' ? [id, by.current.user.id] : [id]
  for (const each of people.sort()) await stores.accounts.hold(each)
  const own = await holdOperator({ roles }, stores, by)
  const target = await stores.accounts.hold(id)
  if (target === undefined) throw new AuthError('target_unknown', { detail: id })
  if (![...ownPermissionsOf(roles, target)].every((permission) => own.has(permission)))
    throw new AuthError('account_holds_more', { detail: id })
  return { own, target }
}

/**
 * Holds an operator, and looks again at what they may do. At the command line that is everything.
 *
 * @returns what they may do to Latchkey itself
 * @throws AuthError `not_signed_in`, `permission_insufficient`
 */
export const holdOperator = async (
  { roles }: { readonly roles: Roles },
  stores: HoldingStores,
  by: Operator,
): Promise<ReadonlySet<string>> => {
  if (by.kind === 'command') return EVERYTHING
  const operator = await holdCurrentUser(stores, by.current)
  const own = ownPermissionsOf(roles, operator)
  if (!own.has(by.permission))
    throw new AuthError('permission_insufficient', { detail: `${operator.id} has lost ${by.permission}` })
  return own
}

/** Text of an address → whom it names. @throws AuthError `target_unknown` */
export const readTargetId = (text: string): UserId => {
  const id = parseUserId(text)
  if (id === undefined) throw new AuthError('target_unknown')
  return id
}
