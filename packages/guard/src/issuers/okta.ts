import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import { at, maybeText, namesAt, rolesOf, said, textClaim, textsOf, timeClaim } from './read-claims.js'

export interface OktaOptions extends Omit<CommonIssuerOptions, 'audience'> {
  /** `https://example.okta.com/oauth2/default`: a custom authorization server. Tokens of the org server are for Okta alone. */
  readonly issuer: string
  /** Default: `api://default`. */
  readonly audience?: string | readonly string[]
}

/** A custom authorization server of Okta. Its people are `uid`s; `sub` is the name they sign in with, which can be given to another. */
export function okta({ issuer, audience = 'api://default', ...options }: OktaOptions): Issuer {
  const base = String(issuer).replace(/\/$/, '')
  if (!/\/oauth2\/[^/]+$/.test(base))
    throw new TypeError(
      'okta: issuer must be a custom authorization server, as https://example.okta.com/oauth2/default: tokens of the org server are for Okta alone',
    )
  const { rolesClaim = 'groups', permissionsClaim } = options
  return makeIssuer(
    {
      kind: 'okta',
      names: [base],
      algorithms: ['RS256'],
      types: ANY_JWT_TYPE,
      jwks: `${base}/v1/keys`,
      userInfo: `${base}/v1/userinfo`,
      read: (claims) => ({
        // A token of a client's own has no person in it.
        subject: maybeText(claims, 'uid') ?? textClaim(claims, 'sub'),
        // Its ID tokens are of the same keys, and do not have it.
        clientId: textClaim(claims, 'cid'),
        scopes: textsOf(claims['scp']),
        roles: rolesOf(at(claims, rolesClaim)),
        permissions: namesAt(claims, permissionsClaim),
        amr: textsOf(claims['amr']),
        ...said({ acr: maybeText(claims, 'acr'), authenticatedAt: timeClaim(claims, 'auth_time') }),
      }),
    },
    { ...options, audience },
  )
}
