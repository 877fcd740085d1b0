import { AuthError } from '@latchkey/contract'
import { readNonceCookie } from '../forms/attempt-cookie.js'
import type { AttemptCookie, NonceAttempt } from '../model/sign-in-attempt.js'
import type { IdTokenVerifier } from '../ports/id-token-verifier.js'
import { findNonceProvider } from '../sign-in/social/begin-nonce.js'
import { checkIdToken } from '../sign-in/social/id-token.js'
import type { SignedInBrowser } from './steps/open-browser-session.js'
import {
  type CameIn,
  type OpenIdentitySessionDeps,
  openIdentitySession,
} from './steps/open-identity-session.js'

export interface SignInWithIdTokenDeps extends OpenIdentitySessionDeps {
  readonly idTokens: IdTokenVerifier
}

/** An ID token that a provider's own script gave a page. */
export interface SignInWithIdToken extends CameIn {
  readonly providerId: string
  readonly idToken: string
  /** The sign-ins this browser has under way. */
  readonly attempts: readonly AttemptCookie[]
}

/**
 * An ID token → a session in the browser that was given its nonce (OIDC Core §3.1.3.7, 11). No code, no PKCE and no state tie it
 * to the browser: the nonce alone does, so there must be one, of this browser and this provider, and it is good once.
 *
 * @returns the session, and the name of the cookie that has had its day
 * @throws AuthError `provider_unknown`, `sign_in_not_begun`, `proof_…`, `provider_unreachable`, `address_unproven`, `user_suspended`
 */
export const signInWithIdToken = async (
  deps: SignInWithIdTokenDeps,
  request: SignInWithIdToken,
): Promise<{ readonly signedIn: SignedInBrowser; readonly used: string }> => {
  const provider = findNonceProvider(deps.providers(), request.providerId)
  const begun = openAttempts(deps, request)
  if (begun.length === 0) throw new AuthError('sign_in_not_begun')
  const { identity, nonce, proof } = await checkIdToken(
    { ...deps, providers: () => [provider] },
    { idToken: request.idToken },
  )
  const found = begun.find(({ attempt }) => deps.secrets.equal(nonce ?? '', attempt.nonce))
  if (found === undefined) throw new AuthError('proof_nonce_mismatch', { detail: provider.id })
  const { attempt, name } = found
  const spends = [{ key: `sign-in ${deps.secrets.hash(attempt.nonce)}`, expiresAt: attempt.expiresAt }, proof]
  const checked = { identity, spends, tokens: undefined }
  return { signedIn: await openIdentitySession(deps, request, checked), used: name }
}

const openAttempts = (
  { secrets, clock }: SignInWithIdTokenDeps,
  { attempts, providerId }: SignInWithIdToken,
): readonly { readonly name: string; readonly attempt: NonceAttempt }[] =>
  attempts.flatMap(({ name, value }) => {
    const attempt = readNonceCookie(secrets, value, clock.now())
    return attempt?.provider === providerId ? [{ name, attempt }] : []
  })
