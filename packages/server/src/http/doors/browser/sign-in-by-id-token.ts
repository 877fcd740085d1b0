import { idTokenSignInRequest } from '@latchkey/contract'
import { type SignInWithIdTokenDeps, signInWithIdToken } from '../../../flows/sign-in-with-id-token.js'
import { type AnswerSignedInDeps, answerSignedIn } from '../../browser/answer-signed-in.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { partBeforeLastOf } from '../../last-part-of.js'
import { readJson } from '../../read-json.js'

export type SignInByIdTokenDeps = SignInWithIdTokenDeps & AnswerSignedInDeps

/** `POST /sign-in/:provider/id-token`: what that script gave the page. Answers who is signed in now. */
export const signInByIdToken = async (deps: SignInByIdTokenDeps, call: BrowserCall): Promise<Response> => {
  const { idToken, remember = false } = await readJson(idTokenSignInRequest, call.request)
  const { current, cookies, userAgent, locale, network } = call
  const { signedIn, used } = await signInWithIdToken(deps, {
    providerId: partBeforeLastOf(call.request),
    idToken,
    attempts: cookies.attempts,
    browser: { session: current?.session, remember, userAgent },
    locale,
    network,
  })
  const answer = answerSignedIn(deps, call, signedIn)
  answer.headers.append('set-cookie', deps.cookies.clearAttempt(used))
  return answer
}
