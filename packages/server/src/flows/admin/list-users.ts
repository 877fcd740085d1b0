import type { AdminUserList } from '@latchkey/contract'
import { type ListOrder, writeListPlace } from '../../model/list-place.js'
import type { UserDirectory, UserFilter } from '../../ports/user-directory.js'
import { describeUser } from './steps/describe-user.js'
import { readCursor } from './steps/read-cursor.js'

export interface ListUsersDeps {
  readonly userDirectory: Pick<UserDirectory, 'find'>
}

const orderOf = ({ search, createdFrom, createdBefore }: UserFilter): ListOrder =>
  search !== undefined ? 'word' : (createdFrom ?? createdBefore) !== undefined ? 'created' : 'birth'

/** One page of users. @throws AuthError `invalid_parameter` for a cursor of another list */
export const listUsers = async (
  { userDirectory }: ListUsersDeps,
  filter: UserFilter,
  page: { readonly cursor: string | undefined; readonly limit: number },
): Promise<AdminUserList> => {
  const after = readCursor(page.cursor, orderOf(filter))
  const { users, next } = await userDirectory.find(filter, { after, limit: page.limit })
  return { items: users.map(describeUser), next: next === null ? null : writeListPlace(next) }
}
