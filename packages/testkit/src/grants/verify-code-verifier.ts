import { createHash } from 'node:crypto'
import { OAuthRefusal } from '../oauth-refusal.js'

/** RFC 7636 §4.1. */
const CODE_VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/

const refused = (sentence: string): OAuthRefusal =>
  new OAuthRefusal('invalid_grant', sentence, { parameter: 'code_verifier' })

/**
 * Checks that whoever redeems a code is who started the sign-in (RFC 7636 §4.6).
 *
 * @throws OAuthRefusal
 */
export const verifyCodeVerifier = (codeChallenge: string | undefined, verifier: string | undefined): void => {
  if (codeChallenge === undefined) {
    // RFC 9700 §4.8.2: a verifier for a request without a challenge means that PKCE was stripped on the way.
    if (verifier !== undefined) throw refused('The sign-in was started without PKCE.')
    return
  }
  if (verifier === undefined) throw refused('The code_verifier is missing.')
  const matches =
    CODE_VERIFIER.test(verifier) &&
    createHash('sha256').update(verifier).digest('base64url') === codeChallenge
  if (!matches) throw refused('The code_verifier does not match the code_challenge.')
}
