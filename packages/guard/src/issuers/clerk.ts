import { baseOf } from './base-of.js'
import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { makeIssuer } from './make-issuer.js'
import { at, maybeText, namesAt, rolesOf, said, textClaim, textsOf, wrongClaims } from './read-claims.js'

export interface ClerkOptions extends Omit<CommonIssuerOptions, 'audience'> {
  /** The Frontend API: `clerk.example.com`, or `adjective-animal-12.clerk.accounts.dev`. */
  readonly domain: string
  /** The origins of your pages. Session tokens of Clerk name no API; they name the page they were made for (`azp`). */
  readonly authorizedParties: readonly string[]
}

/**
 * Session tokens of Clerk. Roles are the person's role in the organisation that is active. Tokens made from a template are for other parties,
 * who could bring them here, and have no `sid`; a session that is pending has not finished signing in. Neither is accepted.
 */
export function clerk({ domain, authorizedParties, ...options }: ClerkOptions): Issuer {
  const issuer = baseOf('clerk', domain)
  const { rolesClaim, permissionsClaim } = options
  return makeIssuer(
    {
      kind: 'clerk',
      names: [issuer],
      audienceClaim: 'azp',
      algorithms: ['RS256'],
      types: ['jwt', ''],
      jwks: `${issuer}/.well-known/jwks.json`,
      userInfo: 'none',
      read: (claims) => {
        if (claims['sts'] === 'pending')
          throw wrongClaims('sts is pending: the person has not finished signing in')
        return {
          subject: textClaim(claims, 'sub'),
          scopes: textsOf(undefined),
          roles: rolesOf(
            rolesClaim === undefined
              ? (at(claims, ['o', 'rol']) ?? claims['org_role'])
              : at(claims, rolesClaim),
          ),
          permissions: namesAt(claims, permissionsClaim),
          amr: textsOf(undefined),
          sessionId: textClaim(claims, 'sid'),
          ...said({ clientId: maybeText(claims, 'azp') }),
        }
      },
    },
    { ...options, audience: authorizedParties },
  )
}
