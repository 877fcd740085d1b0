import type { Caller } from '../../model/caller.js'
import { livenessOf, type Session } from '../../model/session.js'
import { MINUTE } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Sessions } from '../../ports/sessions.js'
import { type FindActorDeps, findActor } from './find-actor.js'

export interface CurrentOfDeps extends FindActorDeps {
  readonly sessions: Pick<Sessions, 'touch' | 'recall' | 'find'>
}

/** Who is signed in, with which session, and from where they ask. */
export interface CurrentSession {
  readonly session: Session
  readonly user: User
  /** The operator who acts as this user; undefined when it is the user. */
  readonly actor?: User
  /** Undefined where nothing is known of it. */
  readonly caller?: Caller | undefined
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
  const actor = session.actor === null ? undefined : await findActor(deps, session.actor, { user, from })
  if (session.actor !== null && actor === undefined) return undefined
  if (now - session.lastUsedAt >= TOUCH_EVERY) {
    deps.sessions.touch(session.id, now)
    // Whoever acts is at work, though in another session.
    if (session.actor !== null) deps.sessions.touch(session.actor.sessionId, now)
  }
  return { session, user, ...(actor !== undefined && { actor }) }
}
