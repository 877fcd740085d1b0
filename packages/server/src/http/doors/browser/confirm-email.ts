import { confirmEmailRequest } from '@latchkey/contract'
import { type ConfirmEmailDeps, confirmEmail as confirmEmailFlow } from '../../../flows/confirm-email.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `POST /account/email/confirm`, for who is signed in as the user whose address it is to be. */
export const confirmEmail = async (
  deps: ConfirmEmailDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { current, locale } = requireSignedIn(call)
  const proof = await readJson(confirmEmailRequest, call.request)
  const user = await confirmEmailFlow(deps, { current, proof, locale })
  return answerSession(deps, { sent: call.cookies, current: { session: current.session, user } })
}
