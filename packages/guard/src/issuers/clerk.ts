import { baseOf } from './base-of.js'
import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { makeIssuer } from './make-issuer.js'
import { at, maybeText, said, textClaim, textsOf } from './read-claims.js'

export interface ClerkOptions extends Omit<CommonIssuerOptions, 'audience'> {
  /** The Frontend API: `clerk.example.com`, or `adjective-animal-12.clerk.accounts.dev`. */
  readonly domain: string
  /** The origins of your pages. Session tokens of Clerk name no API; they name the page they were made for (`azp`). */
  readonly authorizedParties: readonly string[]
}

/** Session tokens of Clerk. Roles are the person's role in the organisation that is active. */
export function clerk({ domain, authorizedParties, ...options }: ClerkOptions): Issuer {
  const issuer = baseOf(domain)
  const { rolesClaim } = options
  return makeIssuer(
    {
      kind: 'clerk',
      names: [issuer],
      audienceClaim: 'azp',
      algorithms: ['RS256'],
      types: ['jwt', ''],
      jwks: `${issuer}/.well-known/jwks.json`,
      read: (claims) => ({
        subject: textClaim(claims, 'sub'),
        scopes: textsOf(claims['scp']),
        roles: textsOf(
          rolesClaim === undefined
            ? (at(claims, ['o', 'rol']) ?? claims['org_role'])
            : at(claims, rolesClaim),
        ),
        amr: textsOf(undefined),
        ...said({ sessionId: maybeText(claims, 'sid'), clientId: maybeText(claims, 'azp') }),
      }),
    },
    { ...options, audience: authorizedParties },
  )
}
