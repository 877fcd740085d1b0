import {
  type StopImpersonationDeps,
  stopImpersonation as stopImpersonationFlow,
} from '../../../flows/stop-impersonation.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import type { BrowserCall } from '../../browser/browser-call.js'

/** `DELETE /session/impersonation`: an operator who acts as somebody else is themselves again. */
export const stopImpersonation = async (
  deps: StopImpersonationDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { cookies: sent, network, userAgent } = call
  const { ended, own } = await stopImpersonationFlow(deps, {
    cookie: sent.session,
    operatorCookie: sent.operator,
    caller: { network, userAgent },
  })
  return answerSession(deps, {
    sent,
    current: own,
    ended,
    ...(own !== undefined && { sessionCookie: own.cookie }),
    fresh: ended && sent.operator !== undefined ? [deps.cookies.clear('operator')] : [],
  })
}
