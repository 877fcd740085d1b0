import type { Grant } from '../../grants/grant.js'
import { HOUR, toNumericDate } from '../../time.js'
import type { ApplePerson } from './apple-person.js'

/** What is known of a token before anybody signed in. */
export interface AppleTokenFrame {
  readonly issuer: string
  readonly issuedAt: number
}

/** A day, whatever the access token. */
export const ID_TOKEN_LIFETIME = 24 * HOUR

const emailClaims = ({ email, emailVerified, emailIsPrivate, writesBooleans }: ApplePerson) => {
  if (email === undefined) return {}
  const write = (truth: boolean) => (writesBooleans ? truth : String(truth))
  return { email, email_verified: write(emailVerified), is_private_email: write(emailIsPrivate) }
}

/**
 * The claims of an ID token as Apple writes them: never a name, and truths as texts.
 * https://developer.apple.com/documentation/signinwithapple/authenticating-users-with-sign-in-with-apple
 *
 *     { "iss": "…/apple", "aud": "com.example.latchkey", "sub": "001847.9be0….1731", "nonce_supported": true,
 *       "email": "r7k2mw94xd@privaterelay.appleid.com", "email_verified": "true", "is_private_email": "true",
 *       "auth_time": 1790000000, "iat": 1790000000, "exp": 1790086400 }
 */
export const idTokenClaims = (
  { issuer, issuedAt }: AppleTokenFrame,
  { person, request, grantedAt }: Grant<ApplePerson>,
): Record<string, unknown> => ({
  iss: issuer,
  aud: request.clientId,
  sub: person.sub,
  iat: toNumericDate(issuedAt),
  exp: toNumericDate(issuedAt + ID_TOKEN_LIFETIME),
  auth_time: toNumericDate(grantedAt),
  nonce_supported: true,
  ...(request.scopes.includes('email') && emailClaims(person)),
})
