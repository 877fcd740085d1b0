import type { Grant } from '../../grants/grant.js'
import { HOUR, toNumericDate } from '../../time.js'
import type { Auth0Person } from './auth0-person.js'
import { ROLES_CLAIM } from './person-claims.js'

/** A day, as for a new API. */
export const ACCESS_TOKEN_LIFETIME = 24 * HOUR

const OPENID_SCOPES: readonly string[] = ['openid', 'profile', 'email']

/** What is granted: the scopes of OpenID Connect, and those of the API that this user is permitted. */
export const grantedScopes = ({ request, person }: Grant<Auth0Person>): readonly string[] =>
  request.scopes.filter(
    (scope) =>
      OPENID_SCOPES.includes(scope) || (request.audience !== undefined && person.permissions.includes(scope)),
  )

/** For which API, from whom and when. */
export interface AccessTokenFrame {
  readonly issuer: string
  readonly audience: string
  readonly issuedAt: number
}

/**
 * The claims of an access token for an API, with role-based access control.
 * https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles
 *
 *     {"iss":"…/auth0/","sub":"auth0|65f0…","aud":["https://api.example","…/auth0/userinfo"],"azp":"…",
 *      "iat":1790000000,"exp":1790086400,"scope":"openid todos:read","permissions":["todos:read","todos:write"]}
 */
export const accessTokenClaims = (
  { issuer, audience, issuedAt }: AccessTokenFrame,
  grant: Grant<Auth0Person>,
): Record<string, unknown> => ({
  [ROLES_CLAIM]: grant.person.roles,
  iss: issuer,
  sub: grant.person.userId,
  aud: grant.request.scopes.includes('openid') ? [audience, `${issuer}userinfo`] : audience,
  azp: grant.request.clientId,
  iat: toNumericDate(issuedAt),
  exp: toNumericDate(issuedAt + ACCESS_TOKEN_LIFETIME),
  scope: grantedScopes(grant).join(' '),
  permissions: grant.person.permissions,
})
