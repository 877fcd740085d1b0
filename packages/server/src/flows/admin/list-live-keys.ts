import type { AdminApiKeyList } from '@latchkey/contract'
import { isApiKeySession } from '../../model/api-key.js'
import { API_KEY_CLIENT } from '../../model/client.js'
import { describeLiveKey } from './steps/describe-held.js'
import { type FindLiveSessionsDeps, findLiveSessions, type SessionsWish } from './steps/find-live-sessions.js'

/** One page of everybody's API keys, the youngest first. @throws AuthError `invalid_parameter` for a cursor of another list */
export const listLiveKeys = async (
  deps: FindLiveSessionsDeps,
  wish: Pick<SessionsWish, 'user' | 'cursor' | 'limit'>,
): Promise<AdminApiKeyList> => {
  const asked = { ...wish, client: API_KEY_CLIENT, since: undefined }
  const { sessions, ownerOf, next } = await findLiveSessions(deps, asked)
  return {
    items: sessions.filter(isApiKeySession).map((session) => describeLiveKey(session, ownerOf(session))),
    next,
  }
}
