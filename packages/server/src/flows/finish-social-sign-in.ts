import type { SignInAttempt } from '../model/sign-in-attempt.js'
import { type CheckCodeDeps, checkCode } from '../sign-in/social/check-code.js'
import type { SignedInBrowser } from './steps/open-browser-session.js'
import {
  type CameIn,
  type OpenIdentitySessionDeps,
  openIdentitySession,
} from './steps/open-identity-session.js'

export type FinishSocialSignInDeps = CheckCodeDeps & OpenIdentitySessionDeps

/** A person who came back from a provider, to the browser that sent them there. */
export interface FinishSocialSignIn extends CameIn {
  readonly attempt: SignInAttempt
  /** With which they came back, as they came. */
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * A code from a provider → a session in this browser.
 *
 * @throws AuthError what {@link checkCode} throws, `proof_replayed`, `address_unproven`, `user_suspended`
 */
export const finishSocialSignIn = async (
  deps: FinishSocialSignInDeps,
  request: FinishSocialSignIn,
): Promise<SignedInBrowser> => openIdentitySession(deps, request, await checkCode(deps, request))
