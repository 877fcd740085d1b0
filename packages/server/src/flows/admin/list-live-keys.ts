import type { AdminApiKeyList } from '@latchkey/contract'
import { isApiKeySession } from '../../model/api-key.js'
import { API_KEY_CLIENT } from '../../model/client.js'
import { parseUserId } from '../../model/ids.js'
import { writeListPlace } from '../../model/list-place.js'
import type { ListLiveSessionsDeps, SessionsWish } from './list-live-sessions.js'
import { describeLiveKey } from './steps/describe-held.js'
import { readCursor } from './steps/read-cursor.js'

export type ListLiveKeysDeps = Omit<ListLiveSessionsDeps, 'userAgents'>

/** One page of everybody's API keys, the youngest first. @throws AuthError `invalid_parameter` for a cursor of another list */
export const listLiveKeys = async (
  deps: ListLiveKeysDeps,
  { user, cursor, limit }: Pick<SessionsWish, 'user' | 'cursor' | 'limit'>,
): Promise<AdminApiKeyList> => {
  const after = readCursor(cursor, 'birth')
  const userId = user === undefined ? undefined : parseUserId(user)
  if (user !== undefined && userId === undefined) return { items: [], next: null }
  const { sessions, next } = await deps.sessionDirectory.find(
    { userId, clientId: API_KEY_CLIENT },
    { after, limit },
    { policy: deps.sessionPolicy, now: deps.clock.now() },
  )
  const owners = await deps.userDirectory.read([...new Set(sessions.map((session) => session.userId))])
  return {
    items: sessions
      .filter(isApiKeySession)
      .map((session) => describeLiveKey(session, owners.get(session.userId))),
    next: next === null ? null : writeListPlace(next),
  }
}
