import type { AdminSessionList } from '@latchkey/contract'
import { isApiKeySession } from '../../model/api-key.js'
import type { UserAgents } from '../../ports/user-agents.js'
import { describeLiveSession } from './steps/describe-held.js'
import { type FindLiveSessionsDeps, findLiveSessions, type SessionsWish } from './steps/find-live-sessions.js'

export interface ListLiveSessionsDeps extends FindLiveSessionsDeps {
  readonly userAgents: UserAgents
}

/** One page of everybody's live sessions, the youngest first. @throws AuthError `invalid_parameter` for a cursor of another list */
export const listLiveSessions = async (
  deps: ListLiveSessionsDeps,
  wish: SessionsWish,
): Promise<AdminSessionList> => {
  const { sessions, ownerOf, next } = await findLiveSessions(deps, wish)
  return {
    items: sessions
      // They have a list of their own.
      .filter((session) => !isApiKeySession(session))
      .map((session) => describeLiveSession(deps, session, ownerOf(session))),
    next,
  }
}
