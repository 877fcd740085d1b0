import type { OperatorPermission } from '@latchkey/contract'
import type { AuditActor } from '../../../model/audit-entry.js'
import type { Caller } from '../../../model/caller.js'
import { ownPermissionsAmong, type Roles } from '../../../model/roles.js'
import type { User } from '../../../model/user.js'
import type { CurrentSession } from '../../steps/current-of.js'

/** A person with permissions, who asks for something that needs one of them. */
export interface OperatingPerson {
  readonly kind: 'person'
  readonly current: CurrentSession
  /** Which permission it takes; it was there when the request came. */
  readonly permission: OperatorPermission
  readonly caller: Caller
}

/** Somebody at the command line of the server. Who holds its database and its configuration holds everything anyway. */
export interface OperatingCommand {
  readonly kind: 'command'
  /** The name of their account on that machine. */
  readonly account: string
}

/** Who does something to the service. */
export type Operator = OperatingPerson | OperatingCommand

/** As the audit history names them. */
export const actorOf = (by: Operator): AuditActor =>
  by.kind === 'command' ? { kind: 'command', id: by.account } : { kind: 'operator', id: by.current.user.id }

/** What a user may do to Latchkey itself, by their roles. */
export const ownPermissionsOf = (roles: Roles, { roles: held }: Pick<User, 'roles'>): ReadonlySet<string> =>
  ownPermissionsAmong(held, roles)
