import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import { at, maybeText, said, textClaim, textsOf, timeClaim } from './read-claims.js'

export interface OktaOptions extends CommonIssuerOptions {
  /** `https://example.okta.com/oauth2/default`: a custom authorization server. Tokens of the org server are for Okta alone. */
  readonly issuer: string
  /** Default: `api://default`. */
  readonly audience: string | readonly string[]
}

/** A custom authorization server of Okta. Its people are `uid`s; `sub` is the name they sign in with, which can be given to another. */
export function okta({ issuer, ...options }: OktaOptions): Issuer {
  const base = String(issuer).replace(/\/$/, '')
  const { rolesClaim = 'groups' } = options
  return makeIssuer(
    {
      kind: 'okta',
      names: [base],
      algorithms: ['RS256'],
      types: [...ANY_JWT_TYPE, 'application/okta-internal-at+jwt'],
      jwks: `${base}/v1/keys`,
      userInfo: `${base}/v1/userinfo`,
      read: (claims) => ({
        // A token of a client's own has no person in it.
        subject: maybeText(claims, 'uid') ?? textClaim(claims, 'sub'),
        scopes: textsOf(claims['scp']),
        roles: textsOf(at(claims, rolesClaim)),
        amr: textsOf(claims['amr']),
        ...said({
          clientId: maybeText(claims, 'cid'),
          acr: maybeText(claims, 'acr'),
          authenticatedAt: timeClaim(claims, 'auth_time'),
        }),
      }),
    },
    options,
  )
}
