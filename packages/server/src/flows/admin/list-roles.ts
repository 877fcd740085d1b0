import type { RoleList } from '@latchkey/contract'
import { BUILT_IN_ROLES, type Roles } from '../../model/roles.js'
import type { UserDirectory } from '../../ports/user-directory.js'

export interface ListRolesDeps {
  readonly roles: Roles
  readonly userDirectory: Pick<UserDirectory, 'countHolders'>
}

/** Counting further would take the longer the more there are, and tell nobody more. */
const MOST_COUNTED = 1_000

/** What roles there are, what each gives, and how many have it. */
export const listRoles = async ({ roles, userDirectory }: ListRolesDeps): Promise<RoleList> => ({
  items: await Promise.all(
    [...roles].map(async ([name, permissions]) => {
      const counted = await userDirectory.countHolders(name, MOST_COUNTED + 1)
      return {
        name,
        permissions: [...permissions],
        builtIn: BUILT_IN_ROLES.has(name),
        holders: Math.min(counted, MOST_COUNTED),
        moreHolders: counted > MOST_COUNTED,
      }
    }),
  ),
  next: null,
})
