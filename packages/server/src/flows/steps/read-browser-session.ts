import { readSessionCookie } from '../../forms/session-cookie.js'
import { livenessOf, type Session, type SessionPolicy } from '../../model/session.js'
import { MINUTE } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Sessions } from '../../ports/sessions.js'

export interface ReadBrowserSessionDeps {
  readonly sessions: Pick<Sessions, 'recall' | 'find' | 'touch'>
  readonly accounts: Pick<Accounts, 'recall' | 'findById'>
  readonly sessionPolicy: SessionPolicy
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Who is signed in in a browser. */
export interface CurrentSession {
  readonly session: Session
  readonly user: User
}

/** What a session keeps of its cookie; undefined when this is no such cookie. Whether it still opens anything is another question. */
export const cookieHashOf = (secrets: Secrets, cookie: string | undefined): string | undefined =>
  cookie === undefined ? undefined : readSessionCookie(secrets, cookie)?.secretHash

/** A use is noted once in this time: idle limits are counted in days. */
const TOUCH_EVERY = 1 * MINUTE

/**
 * Session cookie → session and user; undefined when it opens nothing any more.
 *
 * @param from `memory`: at most as stale as the storage's stated bound, for reading. `database`: for acts that change something
 */
export const readBrowserSession = async (
  deps: ReadBrowserSessionDeps,
  cookie: string | undefined,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> => {
  const form = cookie === undefined ? undefined : readSessionCookie(deps.secrets, cookie)
  if (form === undefined) return undefined
  const session = await (from === 'memory'
    ? deps.sessions.recall(form.sessionId)
    : deps.sessions.find(form.sessionId))
  if (session?.cookieHash == null || !deps.secrets.equal(session.cookieHash, form.secretHash))
    return undefined
  const now = deps.clock.now()
  if (livenessOf(session, deps.sessionPolicy, now) !== 'live') return undefined
  const user = await (from === 'memory'
    ? deps.accounts.recall(session.userId)
    : deps.accounts.findById(session.userId))
  if (user === undefined || user.suspendedAt !== null) return undefined
  if (now - session.lastUsedAt >= TOUCH_EVERY) deps.sessions.touch(session.id, now)
  return { session, user }
}
