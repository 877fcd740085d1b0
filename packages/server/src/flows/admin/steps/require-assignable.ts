import { AuthError } from '@latchkey/contract'
import { isOwnPermission, permissionsOf, type Roles } from '../../../model/roles.js'

/**
 * Whether an operator may give and take these roles: nobody gives away a permission of Latchkey that they do not hold, nor takes one. What the
 * project's own permissions mean is for its APIs, and for whoever may assign roles to give.
 *
 * @param own what the operator may do to Latchkey itself
 * @throws AuthError `role_unknown`, `permission_not_yours`
 */
export const requireAssignable = (
  { roles }: { readonly roles: Roles },
  own: ReadonlySet<string>,
  { given, taken }: { readonly given: readonly string[]; readonly taken: readonly string[] },
): void => {
  // One that nobody has named gives nothing: it may be taken away, and stay, but not be given.
  if (!given.every((role) => roles.has(role))) throw new AuthError('role_unknown', { parameter: 'roles' })
  const moved = [...permissionsOf([...given, ...taken], roles)].filter(isOwnPermission)
  if (!moved.every((permission) => own.has(permission)))
    throw new AuthError('permission_not_yours', { parameter: 'roles' })
}
