import { makeAttemptCookie } from '../forms/attempt-cookie.js'
import type { AttemptCookie, CarriedAttempt } from '../model/sign-in-attempt.js'
import { type BeginCode, type BeginCodeDeps, beginCode } from '../sign-in/social/begin-code.js'
import { findSuperfluous } from './steps/find-superfluous.js'

export type BeginSocialSignInDeps = BeginCodeDeps

/** A person who is to be sent to a provider, in a browser. */
export interface BeginSocialSignIn extends BeginCode {
  /** Of the sign-ins this browser has begun before. */
  readonly attempts: readonly AttemptCookie[]
}

/** Where to send the person, and what their browser keeps until they come back. */
export interface BegunSignIn extends CarriedAttempt {
  readonly url: string
}

/**
 * Sends a person to a provider. Nothing is written down here: what is needed to go on afterwards goes into a sealed cookie, so
 * that nobody else's browser can go on with it, and nobody fills a table by beginning.
 *
 * @throws AuthError `provider_unknown`, `provider_unreachable`
 */
export const beginSocialSignIn = async (
  deps: BeginSocialSignInDeps,
  request: BeginSocialSignIn,
): Promise<BegunSignIn> => {
  const { url, attempt } = await beginCode(deps, request)
  const cookie = makeAttemptCookie(deps.secrets, attempt)
  return {
    url,
    cookie,
    expiresAt: attempt.expiresAt,
    superfluous: findSuperfluous(deps, request.attempts, cookie),
  }
}
