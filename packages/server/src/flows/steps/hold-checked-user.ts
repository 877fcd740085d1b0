import type { User } from '../../model/user.js'
import type { TransactionalStores } from '../../ports/storage.js'
import type { CheckedPassword } from '../../sign-in/password/check-password.js'

/**
 * Holds the password that was checked until the transaction ends, so that no session is opened with one that is being
 * replaced: hashing takes long enough for somebody to change it meanwhile.
 *
 * @returns undefined when the password or the user is another by now
 */
export const holdCheckedUser = async (
  { accounts }: Pick<TransactionalStores, 'accounts'>,
  checked: CheckedPassword,
): Promise<User | undefined> => {
  const password = await accounts.findPassword(checked.user.id)
  if (password?.changedAt !== checked.passwordChangedAt) return undefined
  const user = await accounts.findById(checked.user.id)
  return user?.suspendedAt === null ? user : undefined
}
