import { AuthError } from '@latchkey/contract'
import type { Session } from '../../model/session.js'
import type { Accounts } from '../../ports/accounts.js'

/** Suspension ends sessions, and whoever is suspended hears that, not that they were signed out. */
export const whyEnded = async (
  { accounts }: { readonly accounts: Pick<Accounts, 'recall'> },
  session: Pick<Session, 'id' | 'userId'>,
): Promise<AuthError> => {
  const user = await accounts.recall(session.userId)
  const isSuspended = user !== undefined && user.suspendedAt !== null
  return new AuthError(isSuspended ? 'user_suspended' : 'session_ended', { detail: session.id })
}
