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

export interface CognitoOptions extends Omit<CommonIssuerOptions, 'audience'> {
  /** `eu-central-1_AbCdEfGhI`. */
  readonly userPool: string
  /** The app clients whose tokens are accepted: access tokens of Cognito name no API. */
  readonly clientIds: readonly string[]
}

const USER_POOL = /^([a-z]{2}(?:-[a-z]+)+-\d)_[A-Za-z0-9]{1,55}$/

/** A user pool of Amazon Cognito. Roles are its groups. */
export function cognito({ userPool, clientIds, ...options }: CognitoOptions): Issuer {
  const [, region] = USER_POOL.exec(userPool) ?? []
  if (region === undefined)
    throw new TypeError('cognito: userPool must be the id of a user pool, as eu-central-1_AbCdEfGhI')
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPool}`
  const { rolesClaim = 'cognito:groups', permissionsClaim } = options
  return makeIssuer(
    {
      kind: 'cognito',
      names: [issuer],
      audienceClaim: 'client_id',
      algorithms: ['RS256'],
      types: ANY_JWT_TYPE,
      jwks: `${issuer}/.well-known/jwks.json`,
      // Its people sign in at a domain of their own, which the metadata name.
      userInfo: 'discover',
      read: (claims) => {
        if (claims['token_use'] !== 'access') throw wrongClaims('token_use is not access')
        return {
          subject: textClaim(claims, 'sub'),
          scopes: textsOf(claims['scope']),
          roles: rolesOf(at(claims, rolesClaim)),
          permissions: namesAt(claims, permissionsClaim),
          amr: textsOf(undefined),
          ...said({
            sessionId: maybeText(claims, 'origin_jti'),
            clientId: maybeText(claims, 'client_id'),
            authenticatedAt: timeClaim(claims, 'auth_time'),
          }),
        }
      },
    },
    { ...options, audience: clientIds },
  )
}
