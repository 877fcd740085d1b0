import { livenessOf, type Session, type SessionPolicy } from '../../model/session.js'
import { MINUTE } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { Sessions } from '../../ports/sessions.js'

export interface CurrentOfDeps {
  readonly sessions: Pick<Sessions, 'touch'>
  readonly accounts: Pick<Accounts, 'recall' | 'findById'>
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/** Who is signed in, and with which session. */
export interface CurrentSession {
  readonly session: Session
  readonly user: User
}

/** A use is noted once in this time: idle limits are counted in days. */
const TOUCH_EVERY = 1 * MINUTE

/**
 * Session → who is signed in with it; undefined when it opens nothing any more.
 *
 * @param from `memory`: at most as stale as the storage's stated bound, for reading. `database`: for acts that change something
 */
export const currentOf = async (
  deps: CurrentOfDeps,
  session: Session | undefined,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> => {
  const now = deps.clock.now()
  if (session === undefined || livenessOf(session, deps.sessionPolicy, now) !== 'live') return undefined
  const user = await (from === 'memory'
    ? deps.accounts.recall(session.userId)
    : deps.accounts.findById(session.userId))
  if (user === undefined || user.suspendedAt !== null) return undefined
  if (now - session.lastUsedAt >= TOUCH_EVERY) deps.sessions.touch(session.id, now)
  return { session, user }
}
