import { makeNonceCookie } from '../forms/attempt-cookie.js'
import type { AttemptCookie, CarriedAttempt } from '../model/sign-in-attempt.js'
import { type BeginNonceDeps, beginNonce } from '../sign-in/social/begin-nonce.js'
import { findSuperfluous } from './steps/find-superfluous.js'

export type BeginIdTokenSignInDeps = BeginNonceDeps

/** What the page gives the provider's script, and what the browser keeps until it has an ID token. */
export interface BegunIdTokenSignIn extends CarriedAttempt {
  readonly nonce: string
  readonly clientId: string
}

/**
 * Lets a page ask a provider's own script for an ID token. As with its pages, nothing is written down here.
 *
 * @throws AuthError `provider_unknown`
 */
export const beginIdTokenSignIn = (
  deps: BeginIdTokenSignInDeps,
  request: { readonly providerId: string; readonly attempts: readonly AttemptCookie[] },
): BegunIdTokenSignIn => {
  const { clientId, attempt } = beginNonce(deps, request.providerId)
  const cookie = makeNonceCookie(deps.secrets, attempt)
  const superfluous = findSuperfluous(deps, request.attempts, cookie)
  return { nonce: attempt.nonce, clientId, cookie, expiresAt: attempt.expiresAt, superfluous }
}
