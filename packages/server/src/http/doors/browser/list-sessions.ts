import type { SessionList } from '@latchkey/contract'
import { type ListSessionsDeps, listSessions as listSessionsFlow } from '../../../flows/list-sessions.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'

/** `GET /account/sessions`. */
export const listSessions = async (deps: ListSessionsDeps, call: BrowserCall): Promise<Response> => {
  const { session, user } = requireSignedIn(call).current
  const list: SessionList = { sessions: [...(await listSessionsFlow(deps, user.id, session.id))] }
  return answerJson(list)
}
