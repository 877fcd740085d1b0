import { signInRequest } from '@latchkey/contract'
import { type SignInWithPasswordDeps, signInWithPassword } from '../../../flows/sign-in-with-password.js'
import { type AnswerSignedInDeps, answerSignedIn } from '../../browser/answer-signed-in.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

export type SignInDeps = SignInWithPasswordDeps & AnswerSignedInDeps

/** `POST /session`: signs in with address and password. */
export const signIn = async (deps: SignInDeps, call: BrowserCall): Promise<Response> => {
  const { email, password, remember = false } = await readJson(signInRequest, call.request)
  const signedIn = await signInWithPassword(deps, {
    email,
    password,
    browser: { session: call.current?.session, remember, userAgent: call.userAgent },
    deviceCookie: call.cookies.device,
    signUpCookie: call.cookies.signUp,
    network: call.network,
  })
  return answerSignedIn(deps, call, signedIn)
}
