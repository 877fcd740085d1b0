import { adminApiKeyQuery, adminSessionQuery, USUAL_ON_A_PAGE } from '@latchkey/contract'
import { type EndLiveSessionDeps, endLiveSession } from '../../../flows/admin/end-live-session.js'
import { listLiveKeys } from '../../../flows/admin/list-live-keys.js'
import { type ListLiveSessionsDeps, listLiveSessions } from '../../../flows/admin/list-live-sessions.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readListQuery } from '../../admin/read-list-query.js'
import { readReason } from '../../admin/read-reason.js'
import { answerDone, answerJson } from '../../answer.js'

export type SessionsDeps = ListLiveSessionsDeps & EndLiveSessionDeps

const end = async (
  deps: SessionsDeps,
  call: OperatorCall,
  what: 'session' | 'api_key',
): Promise<Response> => {
  await endLiveSession(deps, call.operator, { id: call.part('id'), what, reason: await readReason(call) })
  return answerDone()
}

/** `GET /admin/api/sessions` and `/admin/api/api-keys`, and `POST …/:id/end` of either. */
export const sessions = {
  list: async (deps: SessionsDeps, { request }: OperatorCall): Promise<Response> => {
    const { user, client, since, cursor, limit = USUAL_ON_A_PAGE } = readListQuery(adminSessionQuery, request)
    const wish = { user, client, since: since === undefined ? undefined : Date.parse(since), cursor, limit }
    return answerJson(await listLiveSessions(deps, wish))
  },
  end: (deps: SessionsDeps, call: OperatorCall): Promise<Response> => end(deps, call, 'session'),
  listKeys: async (deps: SessionsDeps, { request }: OperatorCall): Promise<Response> => {
    const { user, cursor, limit = USUAL_ON_A_PAGE } = readListQuery(adminApiKeyQuery, request)
    return answerJson(await listLiveKeys(deps, { user, cursor, limit }))
  },
  endKey: (deps: SessionsDeps, call: OperatorCall): Promise<Response> => end(deps, call, 'api_key'),
}
