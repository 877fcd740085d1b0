import type { SignInNonce } from '@latchkey/contract'
import { type BeginIdTokenSignInDeps, beginIdTokenSignIn } from '../../../flows/begin-id-token-sign-in.js'
import { answerText } from '../../answer.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { carryAttempt } from '../../browser/carry-attempt.js'
import type { CookieWriter } from '../../browser/cookies.js'
import { partBeforeLastOf } from '../../last-part-of.js'

export interface BeginIdTokenDeps extends BeginIdTokenSignInDeps {
  readonly cookies: CookieWriter
}

/** `POST /sign-in/:provider/nonce`: for a page that lets the provider's own script ask the person. */
export const beginIdToken = (deps: BeginIdTokenDeps, { request, cookies }: BrowserCall): Response => {
  const begun = beginIdTokenSignIn(deps, {
    providerId: partBeforeLastOf(request),
    attempts: cookies.attempts,
  })
  const { nonce, clientId, ...carried } = begun
  const body: SignInNonce = { nonce, clientId }
  return answerText(JSON.stringify(body), carryAttempt(deps, carried))
}
