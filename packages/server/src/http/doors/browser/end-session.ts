import { type EndSessionDeps, endSession as endSessionFlow } from '../../../flows/end-session.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { lastPartOf } from '../../last-part-of.js'

/** `DELETE /account/sessions/:id`: ends one session of the person's own, this one or another. */
export const endSession = async (
  deps: EndSessionDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { current } = requireSignedIn(call)
  const sessionId = lastPartOf(call.request)
  await endSessionFlow(deps, { current, sessionId })
  const isOwn = sessionId === current.session.id
  return answerSession(deps, { sent: call.cookies, current: isOwn ? undefined : current, ended: isOwn })
}
