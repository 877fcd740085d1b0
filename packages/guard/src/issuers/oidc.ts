import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import { at, maybeText, said, textClaim, textsOf, timeClaim } from './read-claims.js'

export interface OidcOptions extends CommonIssuerOptions {
  /** Its `iss`, to the letter. */
  readonly issuer: string
  /** Where its public keys are. Default: where its metadata say (`/.well-known/openid-configuration`). */
  readonly jwksUrl?: string
  /** Where it tells about people. Default: where its metadata say. */
  readonly userInfoUrl?: string
  /** Where scopes stand in the claims. Default: `scope`, and `scp` where there is none. */
  readonly scopesClaim?: string | readonly string[]
  /** Which claim names the API. Default: `aud`. */
  readonly audienceClaim?: 'aud' | 'client_id' | 'azp'
  /**
   * Accepted `typ` of the header. Default: `at+jwt` (RFC 9068), `JWT` and none. Whoever issues ID tokens for the same audience should
   * accept `at+jwt` alone: an ID token is no access token.
   */
  readonly types?: readonly ('at+jwt' | 'JWT' | 'none')[]
}

/** Any issuer of JWT access tokens: RFC 9068, or plain ones. */
export function oidc(options: OidcOptions): Issuer {
  const { issuer, jwksUrl, userInfoUrl, scopesClaim, audienceClaim, types, rolesClaim = 'roles' } = options
  return makeIssuer(
    {
      kind: 'oidc',
      names: [issuer],
      algorithms: ['RS256'],
      types: types?.map((type) => (type === 'none' ? '' : type.toLowerCase())) ?? ANY_JWT_TYPE,
      jwks: jwksUrl ?? 'discover',
      ...(userInfoUrl !== undefined && { userInfo: userInfoUrl }),
      ...(audienceClaim !== undefined && { audienceClaim }),
      read: (claims) => ({
        subject: textClaim(claims, 'sub'),
        scopes: textsOf(
          scopesClaim === undefined ? (claims['scope'] ?? claims['scp']) : at(claims, scopesClaim),
        ),
        roles: textsOf(at(claims, rolesClaim)),
        amr: textsOf(claims['amr']),
        ...said({
          sessionId: maybeText(claims, 'sid'),
          clientId: maybeText(claims, 'client_id') ?? maybeText(claims, 'azp'),
          acr: maybeText(claims, 'acr'),
          authenticatedAt: timeClaim(claims, 'auth_time'),
        }),
      }),
    },
    options,
  )
}
