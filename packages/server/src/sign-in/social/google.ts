import { AuthError } from '@latchkey/contract'
import type { ProviderCalls } from '../../ports/provider-calls.js'
import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider, ProviderProfile } from './provider.js'
import { expectAnswer, fieldsOf, toProfile } from './provider-answer.js'

// https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload
const ISSUER = 'https://accounts.google.com'
const ISSUERS = [ISSUER, 'accounts.google.com']
// https://accounts.google.com/.well-known/risc-configuration
const EVENT_ISSUER = 'https://accounts.google.com/'
const JWKS_URI = 'https://www.googleapis.com/oauth2/v3/certs'
// https://developers.google.com/identity/protocols/oauth2/web-server#tokeninfo
const TOKEN_INFO = 'https://oauth2.googleapis.com/tokeninfo'

/** Sign in with Google. */
export interface GoogleOptions extends OidcProviderOptions {
  /** Another issuer that behaves like Google, for development. Its keys are found by discovery. */
  issuer?: string | undefined
}

/*
 * { "iss": "https://accounts.google.com", "azp": "…apps.googleusercontent.com", "aud": "…apps.googleusercontent.com",
 *   "sub": "110169484474386276334", "hd": "example.com", "email": "ada@example.com", "email_verified": true,
 *   "name": "Ada Lovelace", "picture": "https://lh3.googleusercontent.com/…", "iat": 1433978353, "exp": 1433981953 }
 */
export const google = defineProvider(
  { id: 'google', options: { ...OIDC_OPTIONS, issuer: { type: 'string' } } },
  (options: GoogleOptions): Provider => {
    const { issuer, ...given } = options
    const shape = {
      id: 'google',
      name: 'Google',
      issuer: issuer ?? ISSUER,
      idTokens: {
        issuers: issuer === undefined ? ISSUERS : [issuer],
        algorithms: ['RS256'],
        ...(issuer === undefined && { jwksUri: JWKS_URI }),
        // Google is the mail host for gmail.com and for Workspace domains (`hd`); elsewhere it has verified the address.
        // In each case it says so with email_verified.
      },
      ...(issuer === undefined && { eventIssuers: [EVENT_ISSUER] }),
      // A refresh token comes only to who asks for offline access, and again only with consent.
      ...(options.keepTokens === true && {
        codeFlow: { parameters: { access_type: 'offline', prompt: 'consent' } },
      }),
    } as const
    const tokenInfo = issuer === undefined ? TOKEN_INFO : `${issuer}/tokeninfo`
    return {
      ...oidcProvider(shape, given),
      readAccessToken: (calls, accessToken) =>
        readAccessToken(calls, { accessToken, tokenInfo, clientIds: options.clientIds }),
    }
  },
)

/* { "azp": "…", "aud": "….apps.googleusercontent.com", "sub": "1101…", "email": "…", "email_verified": "true", "exp": "…" } */
const readAccessToken = async (
  calls: ProviderCalls,
  given: {
    readonly accessToken: string
    readonly tokenInfo: string
    readonly clientIds: readonly string[]
  },
): Promise<ProviderProfile> => {
  const { accessToken, tokenInfo, clientIds } = given
  const answer = await calls.ask({
    method: 'GET',
    url: tokenInfo,
    query: { access_token: accessToken },
  })
  const { status, body } = expectAnswer('google', answer)
  const { aud, sub, email, email_verified: verified } = fieldsOf(body)
  if (status !== 200 || typeof aud !== 'string' || !clientIds.includes(aud))
    throw new AuthError('provider_token_refused', { detail: `google: ${status}, aud ${typeof aud}` })
  return toProfile({ subject: sub, email, provesAddress: verified === 'true' || verified === true })
}
