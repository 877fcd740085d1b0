import type { AdminSessionList } from '@latchkey/contract'
import { isApiKeySession } from '../../model/api-key.js'
import { parseUserId } from '../../model/ids.js'
import { writeListPlace } from '../../model/list-place.js'
import type { SessionPolicy } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { SessionDirectory } from '../../ports/session-directory.js'
import type { UserAgents } from '../../ports/user-agents.js'
import type { UserDirectory } from '../../ports/user-directory.js'
import { describeLiveSession } from './steps/describe-held.js'
import { readCursor } from './steps/read-cursor.js'

export interface ListLiveSessionsDeps {
  readonly sessionDirectory: SessionDirectory
  readonly userDirectory: Pick<UserDirectory, 'read'>
  readonly sessionPolicy: SessionPolicy
  readonly userAgents: UserAgents
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

/** One page of everybody's live sessions, the youngest first. @throws AuthError `invalid_parameter` for a cursor of another list */
export const listLiveSessions = async (
  deps: ListLiveSessionsDeps,
  { user, client, since, cursor, limit }: SessionsWish,
): Promise<AdminSessionList> => {
  const after = readCursor(cursor, 'birth')
  const userId = user === undefined ? undefined : parseUserId(user)
  // Whoever this is, they have none.
  if (user !== undefined && userId === undefined) return { items: [], next: null }
  const { sessions, next } = await deps.sessionDirectory.find(
    { userId, clientId: client, since },
    { after, limit },
    { policy: deps.sessionPolicy, now: deps.clock.now() },
  )
  const owners = await deps.userDirectory.read([...new Set(sessions.map((session) => session.userId))])
  return {
    items: sessions
      // They have a list of their own.
      .filter((session) => !isApiKeySession(session))
      .map((session) => describeLiveSession(deps, session, owners.get(session.userId))),
    next: next === null ? null : writeListPlace(next),
  }
}
