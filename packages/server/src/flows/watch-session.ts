import { AuthError, type SessionEndReason } from '@latchkey/contract'
import { readSessionCookie } from '../forms/session-cookie.js'
import type { SessionId } from '../model/ids.js'
import { livenessOf, type Session, type SessionPolicy } from '../model/session.js'
import { MINUTE, type Millis } from '../model/time.js'
import { toldEnd } from '../model/told-end.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'
import type { SessionWatcher, SessionWatches } from '../ports/session-watches.js'
import type { Sessions } from '../ports/sessions.js'

export interface WatchSessionDeps {
  readonly sessions: Pick<Sessions, 'find'>
  readonly sessionWatches: Pick<SessionWatches, 'watch'>
  readonly sessionPolicy: SessionPolicy
  readonly secrets: Secrets
  readonly clock: Clock
}

/** A session that is watched; or one that is over already, of which there is nothing to wait for. */
export type WatchedSession = {
  readonly sessionId: SessionId
} & (
  | { readonly status: 'watched'; stop(): void }
  | { readonly status: 'over'; readonly reason: SessionEndReason }
)

/** After so long a page asks anew: whoever is gone without a word is forgotten by then. */
const LONGEST_WATCH: Millis = 60 * MINUTE

/**
 * Session cookie → a watch over its session. Whoever shows the cookie of a session that has ended is told why: they were away.
 *
 * @param watcher may be told that the session ended while this is under way
 * @throws AuthError `not_signed_in` when there is no such session; `too_many_watchers`, `overloaded`
 */
export const watchSession = async (
  deps: WatchSessionDeps,
  cookie: string | undefined,
  watcher: SessionWatcher,
): Promise<WatchedSession> => {
  const session = await findSession(deps, cookie)
  if (session === undefined) throw new AuthError('not_signed_in')
  const sessionId = session.id
  const over = endOf(deps, session)
  if (over !== undefined) return { status: 'over', sessionId, reason: over }

  const until = Math.min(session.expiresAt, deps.clock.now() + LONGEST_WATCH)
  const stop = deps.sessionWatches.watch(sessionId, until, watcher)
  if (stop === 'session_full') throw new AuthError('too_many_watchers', { retryAfter: MINUTE })
  if (stop === 'full') throw new AuthError('overloaded', { retryAfter: MINUTE, detail: 'session watches' })
  try {
    // What ended between the reading and the watching was told to nobody.
    const again = await deps.sessions.find(sessionId)
    const meanwhile = again === undefined ? toldEnd('deleted') : endOf(deps, again)
    if (meanwhile === undefined) return { status: 'watched', sessionId, stop }
    stop()
    return { status: 'over', sessionId, reason: meanwhile }
  } catch (error) {
    stop()
    throw error
  }
}

/** Only who has the cookie's secret: ids of sessions are no secret. */
const findSession = async (
  { sessions, secrets }: Pick<WatchSessionDeps, 'sessions' | 'secrets'>,
  cookie: string | undefined,
): Promise<Session | undefined> => {
  const form = cookie === undefined ? undefined : readSessionCookie(secrets, cookie)
  if (form === undefined) return undefined
  const session = await sessions.find(form.sessionId)
  if (session?.cookieHash == null || !secrets.equal(session.cookieHash, form.secretHash)) return undefined
  return session
}

const endOf = (
  { sessionPolicy, clock }: Pick<WatchSessionDeps, 'sessionPolicy' | 'clock'>,
  session: Session,
): SessionEndReason | undefined => {
  const liveness = livenessOf(session, sessionPolicy, clock.now())
  if (liveness === 'live') return undefined
  return liveness === 'ended' ? toldEnd(session.endReason) : 'expired'
}
