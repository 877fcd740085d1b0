import { AuthError } from '@latchkey/contract'
import type { User } from '../../model/user.js'
import type { TransactionalStores } from '../../ports/storage.js'
import type { CurrentSession } from './current-of.js'

/**
 * Holds the user of a session until the transaction ends, and looks again whether the session has been ended: the body of a
 * request may come long after its head, and hashing takes time. First in each transaction that acts in somebody's name, so that
 * whoever takes an account back, which holds the user too, is either seen here or goes second.
 *
 * @returns the user as they are now
 * @throws AuthError `not_signed_in`
 */
export const holdCurrentUser = async (
  { accounts, sessions }: Pick<TransactionalStores, 'accounts' | 'sessions'>,
  { user, session }: CurrentSession,
): Promise<User> => {
  const held = await accounts.hold(user.id)
  const found = held && (await sessions.find(session.id))
  if (held === undefined || held.suspendedAt !== null || found === undefined || found.endedAt !== null)
    throw new AuthError('not_signed_in', { detail: `${session.id} was ended meanwhile` })
  return held
}
