import { livenessOf, type Session, type SessionPolicy } from '../model/session.js'
import { type Millis, toMoment } from '../model/time.js'
import type { Accounts } from '../ports/accounts.js'
import type { Sessions } from '../ports/sessions.js'
import { failed, passed, skipped, type ToldCheck } from './told.js'

/** Where sessions are looked up. Nothing is written. */
export interface SessionLookup {
  readonly sessions: Pick<Sessions, 'find' | 'findOpaque'>
  readonly accounts: Pick<Accounts, 'findById'>
  readonly sessionPolicy: SessionPolicy
  readonly now: Millis
}

/** Which codes the end of a session has for whoever was presented this form of it. */
export interface EndCodes {
  readonly ended: 'session_ended' | 'token_session_ended' | 'not_signed_in'
  readonly expired: 'session_expired' | 'token_session_ended' | 'not_signed_in'
  readonly suspended: 'user_suspended' | 'token_session_ended' | 'not_signed_in'
}

/** The session behind a form, and the user behind the session. */
export const sessionChecks = async (
  lookup: SessionLookup,
  session: Session | undefined,
  codes: EndCodes,
): Promise<readonly ToldCheck[]> => {
  if (session === undefined)
    return [
      failed('session', codes.ended, 'there is none, or none any more'),
      skipped('user', 'there is no session'),
    ]
  return [checkSession(lookup, session, codes), await checkUser(lookup, session, codes)]
}

const checkSession = (
  { sessionPolicy, now }: SessionLookup,
  session: Session,
  codes: EndCodes,
): ToldCheck => {
  const { id, clientId, endedAt, endReason, expiresAt, lastUsedAt } = session
  switch (livenessOf(session, sessionPolicy, now)) {
    case 'ended':
      return failed(
        'session',
        codes.ended,
        `${id} ended at ${toMoment(endedAt ?? now)}: ${endReason ?? 'ended'}`,
      )
    case 'expired':
      return failed(
        'session',
        codes.expired,
        now >= expiresAt
          ? `${id} expired at ${toMoment(expiresAt)}`
          : `${id} was last used at ${toMoment(lastUsedAt)}, too long ago`,
      )
    case 'live':
      return passed(
        'session',
        `${id} of client ${clientId} lives, until ${toMoment(expiresAt)} at the latest`,
      )
  }
}

const checkUser = async (
  { accounts }: SessionLookup,
  { userId }: Session,
  codes: EndCodes,
): Promise<ToldCheck> => {
  const user = await accounts.findById(userId)
  if (user === undefined) return failed('user', codes.ended, `there is no user ${userId}`)
  return user.suspendedAt === null
    ? passed('user', userId)
    : failed('user', codes.suspended, `${userId} is suspended since ${toMoment(user.suspendedAt)}`)
}
