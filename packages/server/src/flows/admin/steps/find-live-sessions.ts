import { parseUserId } from '../../../model/ids.js'
import { writeListPlace } from '../../../model/list-place.js'
import type { Session, SessionPolicy } from '../../../model/session.js'
import type { Millis } from '../../../model/time.js'
import type { User } from '../../../model/user.js'
import type { Clock } from '../../../ports/clock.js'
import type { SessionDirectory } from '../../../ports/session-directory.js'
import type { UserDirectory } from '../../../ports/user-directory.js'
import { readCursor } from './read-cursor.js'

export interface FindLiveSessionsDeps {
  readonly sessionDirectory: SessionDirectory
  readonly userDirectory: Pick<UserDirectory, 'read'>
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/** Which sessions, as they are asked for. */
export interface SessionsWish {
  readonly user: string | undefined
  readonly client: string | undefined
  readonly since: Millis | undefined
  readonly cursor: string | undefined
  readonly limit: number
}

/** One page of live sessions, whose they are, and where the next page begins. */
export interface FoundSessions {
  readonly sessions: readonly Session[]
  readonly ownerOf: (session: Session) => User | undefined
  readonly next: string | null
}

/** Live sessions, the youngest first. @throws AuthError `invalid_parameter` for a cursor of another list */
export const findLiveSessions = async (
  deps: FindLiveSessionsDeps,
  { user, client, since, cursor, limit }: SessionsWish,
): Promise<FoundSessions> => {
  const after = readCursor(cursor, 'birth')
  const userId = user === undefined ? undefined : parseUserId(user)
  // Whoever this is, they have none.
  if (user !== undefined && userId === undefined)
    return { sessions: [], ownerOf: () => undefined, next: null }
  const { sessions, next } = await deps.sessionDirectory.find(
    { userId, clientId: client, since },
    { after, limit },
    { policy: deps.sessionPolicy, now: deps.clock.now() },
  )
  const owners = await deps.userDirectory.read([...new Set(sessions.map((session) => session.userId))])
  return {
    sessions,
    ownerOf: ({ userId: owner }) => owners.get(owner),
    next: next === null ? null : writeListPlace(next),
  }
}
