import { OPERATOR_PERMISSIONS, OPERATOR_ROLE, SUPPORT_ROLE } from '@latchkey/contract'

/** What each role gives, by its name. */
export type Roles = ReadonlyMap<string, readonly string[]>

/** Before the names of permissions and roles that are ours. */
const OWN_PERMISSION = 'latchkey:'

/** Acting as somebody else: no built-in role gives it. */
export const IMPERSONATION = 'latchkey:users.impersonate'

/** Roles that are there without anybody naming them. */
export const BUILT_IN_ROLES: Roles = new Map([
  [OPERATOR_ROLE, OPERATOR_PERMISSIONS.filter((permission) => permission !== IMPERSONATION)],
  [SUPPORT_ROLE, OPERATOR_PERMISSIONS.filter((permission) => permission.endsWith('.read'))],
])

/** What all of these roles give together; one that nobody has named gives nothing. */
export const permissionsOf = (held: readonly string[], roles: Roles): ReadonlySet<string> =>
  new Set(held.flatMap((role) => roles.get(role) ?? []))

/** What these roles let somebody do at the APIs of the project, in order: what their tokens say. */
export const apiPermissionsOf = (held: readonly string[], roles: Roles): readonly string[] =>
  [...permissionsOf(held, roles)].filter((permission) => !isOwnPermission(permission)).sort()

/** What these roles let somebody do to Latchkey itself. */
export const ownPermissionsAmong = (held: readonly string[], roles: Roles): ReadonlySet<string> =>
  new Set([...permissionsOf(held, roles)].filter(isOwnPermission))

/** Whether it is about Latchkey itself, and so of no use to an API. */
export const isOwnPermission = (permission: string): boolean => permission.startsWith(OWN_PERMISSION)
