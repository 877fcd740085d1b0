import type { OperatorPermission } from '@latchkey/contract'
import type { Caller } from '../../../model/caller.js'
import { isOwnPermission, permissionsOf, type Roles } from '../../../model/roles.js'
import type { User } from '../../../model/user.js'
import type { CurrentSession } from '../../steps/current-of.js'

/** A person with permissions, who asks for something that needs one of them. */
export interface Operator {
  readonly current: CurrentSession
  /** Which permission it takes; it was there when the request came. */
  readonly permission: OperatorPermission
  readonly caller: Caller
}

/** What a user may do to Latchkey itself, by their roles. */
export const ownPermissionsOf = (roles: Roles, { roles: held }: Pick<User, 'roles'>): ReadonlySet<string> =>
  new Set([...permissionsOf(held, roles)].filter(isOwnPermission))
