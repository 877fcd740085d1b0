import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { makeIssuer } from './make-issuer.js'
import { maybeText, said, textClaim, textsOf, wrongClaims } from './read-claims.js'

export interface GoogleOptions extends Omit<CommonIssuerOptions, 'rolesClaim' | 'permissionsClaim'> {
  /** The client ids, or for service accounts the audience, that its ID tokens are for. */
  readonly audience: string | readonly string[]
  /** The Workspace domain whose people alone may come. Default: anybody with a Google account. */
  readonly hostedDomain?: string
}

/**
 * ID tokens of Google, for services that call each other (service accounts, Cloud Run, Pub/Sub push) and APIs that take nothing else.
 * Google's access tokens are no JWTs and name no API. For people of your pages, have Latchkey exchange the ID token for a session.
 */
export function google({ hostedDomain, ...options }: GoogleOptions): Issuer {
  return makeIssuer(
    {
      kind: 'google',
      names: ['https://accounts.google.com'],
      algorithms: ['RS256'],
      types: ['jwt', ''],
      jwks: 'https://www.googleapis.com/oauth2/v3/certs',
      userInfo: 'none',
      read: (claims) => {
        if (hostedDomain !== undefined && claims['hd'] !== hostedDomain)
          throw wrongClaims('hd is not the domain whose people may come')
        return {
          subject: textClaim(claims, 'sub'),
          scopes: textsOf(undefined),
          roles: textsOf(undefined),
          permissions: textsOf(undefined),
          amr: textsOf(claims['amr']),
          ...said({ clientId: maybeText(claims, 'azp') }),
        }
      },
    },
    options,
  )
}
