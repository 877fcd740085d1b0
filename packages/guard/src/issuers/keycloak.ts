import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import {
  at,
  maybeText,
  namesAt,
  rolesOf,
  said,
  textClaim,
  textsOf,
  timeClaim,
  wrongClaims,
} from './read-claims.js'

export interface KeycloakOptions extends CommonIssuerOptions {
  /** `https://id.example.com/realms/shop`. */
  readonly realm: string
  /** Takes the roles of this client beside those of the realm. Default: none. */
  readonly rolesOfClient?: string
}

/** A realm of Keycloak. Roles are those of the realm; the API stands in `aud` once the realm has an audience mapper for it. */
export function keycloak({ realm, rolesOfClient, ...options }: KeycloakOptions): Issuer {
  const issuer = String(realm).replace(/\/$/, '')
  return makeIssuer(
    {
      kind: 'keycloak',
      names: [issuer],
      algorithms: ['RS256'],
      types: ANY_JWT_TYPE,
      jwks: `${issuer}/protocol/openid-connect/certs`,
      userInfo: `${issuer}/protocol/openid-connect/userinfo`,
      read: (claims) => {
        // Its ID and refresh tokens are JWTs of the same keys, and this tells them apart.
        if (claims['typ'] !== 'Bearer' && claims['typ'] !== 'DPoP')
          throw wrongClaims('typ in the claims is not Bearer: this is another token than an access token')
        const { rolesClaim = ['realm_access', 'roles'], permissionsClaim } = options
        const ofClient =
          rolesOfClient === undefined ? [] : at(claims, ['resource_access', rolesOfClient, 'roles'])
        return {
          subject: textClaim(claims, 'sub'),
          scopes: textsOf(claims['scope']),
          roles: rolesOf([...rolesOf(at(claims, rolesClaim)), ...rolesOf(ofClient)]),
          permissions: namesAt(claims, permissionsClaim),
          amr: textsOf(claims['amr']),
          ...said({
            sessionId: maybeText(claims, 'sid'),
            clientId: maybeText(claims, 'azp'),
            acr: maybeText(claims, 'acr'),
            authenticatedAt: timeClaim(claims, 'auth_time'),
          }),
        }
      },
    },
    options,
  )
}
