import { finishSignInRequest } from '@latchkey/contract'
import type { BrowserCall } from '../../browser/browser-call.js'
import { type FinishAttemptDeps, finishAttempt } from '../../browser/finish-attempt.js'
import { readJson } from '../../read-json.js'

/** `POST /callback/:provider`: a page of the application passes on what it was sent back with. Answers who is signed in now. */
export const finishSocialSignIn = async (deps: FinishAttemptDeps, call: BrowserCall): Promise<Response> => {
  const parameters = await readJson(finishSignInRequest, call.request)
  return (await finishAttempt(deps, call, parameters)).answer
}
