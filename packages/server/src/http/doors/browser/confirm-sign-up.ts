import { confirmSignUpRequest } from '@latchkey/contract'
import { type ConfirmSignUpDeps, confirmSignUp as confirmSignUpFlow } from '../../../flows/confirm-sign-up.js'
import { type AnswerSignedInDeps, answerSignedIn } from '../../browser/answer-signed-in.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `POST /account/sign-up/confirm`: makes the account, and signs in to it. */
export const confirmSignUp = async (
  deps: ConfirmSignUpDeps & AnswerSignedInDeps,
  call: BrowserCall,
): Promise<Response> => {
  const proof = await readJson(confirmSignUpRequest, call.request)
  const signedIn = await confirmSignUpFlow(deps, {
    proof,
    signUpCookie: call.cookies.signUp,
    browser: { session: call.current?.session, userAgent: call.userAgent },
    network: call.network,
  })
  return answerSignedIn(deps, call, signedIn)
}
