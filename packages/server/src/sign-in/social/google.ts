import type { Provider } from './provider.js'
import { readStandardProfile } from './standard-profile.js'

// https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
const ISSUERS = ['https://accounts.google.com', 'accounts.google.com']
const JWKS_URI = 'https://www.googleapis.com/oauth2/v3/certs'

/** Sign in with Google. */
export interface GoogleOptions {
  /** Our OAuth client ids at Google: web, and the native apps that send their tokens here too. */
  clientIds: readonly string[]
  /** Another issuer that behaves like Google, for development. Its keys are found by discovery. */
  issuer?: string | undefined
}

/*
 * { "iss": "https://accounts.google.com", "azp": "…apps.googleusercontent.com", "aud": "…apps.googleusercontent.com",
 *   "sub": "110169484474386276334", "hd": "example.com", "email": "ada@example.com", "email_verified": true,
 *   "name": "Ada Lovelace", "picture": "https://lh3.googleusercontent.com/…", "iat": 1433978353, "exp": 1433981953 }
 */
export const google = (options: GoogleOptions): Provider => ({
  id: 'google',
  issuers: options.issuer === undefined ? ISSUERS : [options.issuer],
  clientIds: options.clientIds,
  algorithms: ['RS256'],
  ...(options.issuer === undefined && { jwksUri: JWKS_URI }),
  // Google is the mail host for gmail.com and for Workspace domains (`hd`); elsewhere it has verified the address.
  // In each case it says so with email_verified.
  provesAddress: (claims) => claims['email_verified'] === true,
  readProfile: readStandardProfile,
})
