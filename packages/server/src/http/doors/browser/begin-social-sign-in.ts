import { beginSignInRequest, type ProviderAddress } from '@latchkey/contract'
import { answerText } from '../../answer.js'
import { type BeginAttemptDeps, beginAttempt } from '../../browser/begin-attempt.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `POST /sign-in/:provider`: where the page is to send the person. */
export const beginSocialSignIn = async (deps: BeginAttemptDeps, call: BrowserCall): Promise<Response> => {
  const { returnTo, redirectUri, remember = false } = await readJson(beginSignInRequest, call.request)
  const purpose = { kind: 'sign_in', remember } as const
  const { url, setCookies } = await beginAttempt(deps, call, { returnTo, redirectUri, purpose })
  const body: ProviderAddress = { url }
  return answerText(JSON.stringify(body), setCookies)
}
