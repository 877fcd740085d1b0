import { type SignOutDeps, signOut as signOutFlow } from '../../../flows/sign-out.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import type { BrowserCall } from '../../browser/browser-call.js'

/** `DELETE /session`: ends the session of this browser. The same answer when there was none. */
export const signOut = async (
  deps: SignOutDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const outcome = await signOutFlow(deps, call.current)
  const ended = outcome === 'ended'
  const fresh = ended && call.cookies.operator !== undefined ? [deps.cookies.clear('operator')] : []
  return answerSession(deps, { sent: call.cookies, current: undefined, ended, fresh })
}
