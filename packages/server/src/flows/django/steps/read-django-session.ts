import { livenessOf, type Session, type SessionPolicy } from '../../../model/session.js'
import { MINUTE } from '../../../model/time.js'
import type { Accounts } from '../../../ports/accounts.js'
import type { Clock } from '../../../ports/clock.js'
import type { Sessions } from '../../../ports/sessions.js'
import type { CurrentSession } from '../../steps/read-browser-session.js'

export interface ReadDjangoSessionDeps {
  readonly sessions: Pick<Sessions, 'recall' | 'find' | 'recallOpaque' | 'findOpaque' | 'touch'>
  readonly accounts: Pick<Accounts, 'recall' | 'findById'>
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/** A use is noted once in this time: idle limits are counted in days. */
const TOUCH_EVERY = 1 * MINUTE

/**
 * Opaque token → session and user; undefined when it opens nothing any more.
 *
 * @param hash of the token
 * @param from `memory`: at most as stale as the storage's stated bound, for reading. `database`: for acts that change something
 */
export const readOpaqueSession = async (
  deps: ReadDjangoSessionDeps,
  hash: string,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> =>
  openSession(
    deps,
    await (from === 'memory' ? deps.sessions.recallOpaque(hash) : deps.sessions.findOpaque(hash)),
    from,
  )

/** A session that a token of ours names → session and user; undefined when it opens nothing any more. */
export const readNamedSession = async (
  deps: ReadDjangoSessionDeps,
  id: Session['id'],
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> =>
  openSession(deps, await (from === 'memory' ? deps.sessions.recall(id) : deps.sessions.find(id)), from)

const openSession = async (
  deps: ReadDjangoSessionDeps,
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
