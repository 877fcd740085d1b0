import { baseOf } from './base-of.js'
import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import { maybeText, namesAt, said, textClaim, textsOf, timeClaim, wrongClaims } from './read-claims.js'

export interface Auth0Options extends CommonIssuerOptions {
  /** `example.eu.auth0.com`, or your own domain for it. */
  readonly domain: string
  /** The identifier of the API in Auth0. */
  readonly audience: string | readonly string[]
}

/**
 * Auth0, in both of its token profiles. `sub` names the connection too (`auth0|…`, `google-oauth2|…`): it is taken whole. Scopes are those
 * of `scope`, and where the API has role-based access, the `permissions`. Roles stand in a claim of your own, if your tenant adds one.
 */
export function auth0({ domain, ...options }: Auth0Options): Issuer {
  const base = baseOf('auth0', domain)
  const { rolesClaim, permissionsClaim = 'permissions' } = options
  return makeIssuer(
    {
      kind: 'auth0',
      names: [`${base}/`],
      algorithms: ['RS256'],
      types: ANY_JWT_TYPE,
      jwks: `${base}/.well-known/jwks.json`,
      userInfo: `${base}/userinfo`,
      read: (claims) => {
        const clientId = maybeText(claims, 'azp') ?? maybeText(claims, 'client_id')
        // Its ID tokens have neither, and are of the same keys.
        if (clientId === undefined) throw wrongClaims('neither azp nor client_id: this is no access token')
        return {
          subject: textClaim(claims, 'sub'),
          clientId,
          scopes: textsOf([...new Set([...textsOf(claims['scope']), ...textsOf(claims['permissions'])])]),
          roles: namesAt(claims, rolesClaim),
          permissions: namesAt(claims, permissionsClaim),
          amr: textsOf(claims['amr']),
          ...said({ acr: maybeText(claims, 'acr'), authenticatedAt: timeClaim(claims, 'auth_time') }),
        }
      },
    },
    options,
  )
}
