import type { OPERATOR_ROLE, OperatorPermission, SUPPORT_ROLE } from '@latchkey/contract'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { LatchkeyOptions } from './options.js'

/** {@link LatchkeyOptions}, with a profile whose type is known, and names of permissions and roles that are. */
type OptionsWith<Profile, Permission extends string, Role extends string> = Omit<
  LatchkeyOptions,
  'profile' | 'permissions' | 'roles'
> & {
  profile?: Profile
  permissions?: readonly Permission[]
  roles?: Readonly<Record<Role, readonly NoInfer<Permission | OperatorPermission>[]>>
}

/**
 * Types a configuration; use it in `latchkey.config.ts`. An option that there is not, on whatever level, does not compile, and neither does a
 * role that gives a permission nobody has named. The type of `profile` is kept, so that a client can take it, and so are the names of
 * permissions and roles: {@link PermissionOf}, {@link RoleOf}.
 */
export const defineConfig = <
  Profile extends StandardSchemaV1 | undefined = undefined,
  const Permission extends string = never,
  const Role extends string = never,
>(
  options: OptionsWith<Profile, Permission, Role>,
): OptionsWith<Profile, Permission, Role> & { profile: Profile } =>
  options as OptionsWith<Profile, Permission, Role> & { profile: Profile }

/** The permissions that a configuration names: `PermissionOf<typeof config>`. A guard that is told them lets no other compile. */
export type PermissionOf<Config extends Pick<LatchkeyOptions, 'permissions'>> = NonNullable<
  Config['permissions']
>[number]

/** The roles that people can have by a configuration, those that are built in too: `RoleOf<typeof config>`. */
export type RoleOf<Config extends Pick<LatchkeyOptions, 'roles'>> =
  | (keyof NonNullable<Config['roles']> & string)
  | typeof OPERATOR_ROLE
  | typeof SUPPORT_ROLE
