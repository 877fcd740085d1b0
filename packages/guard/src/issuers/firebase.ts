import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { makeIssuer } from './make-issuer.js'
import { at, namesAt, rolesOf, said, textClaim, textsOf, timeClaim, wrongClaims } from './read-claims.js'

export interface FirebaseOptions extends Omit<CommonIssuerOptions, 'audience'> {
  /** The id of the project. */
  readonly project: string
  /** The tenant of Identity Platform whose people alone may come. Default: those of the project, and of none of its tenants. */
  readonly tenant?: string
}

const PROJECT = /^[a-z][a-z0-9-]{4,29}$/

/** ID tokens of Firebase Authentication, which its apps send to their APIs. Roles stand in a custom claim (default `roles`). */
export function firebase({ project, tenant, ...options }: FirebaseOptions): Issuer {
  if (typeof project !== 'string' || !PROJECT.test(project))
    throw new TypeError('firebase: project must be the id of a project, as my-app-1a2b3')
  const { rolesClaim = 'roles', permissionsClaim } = options
  return makeIssuer(
    {
      kind: 'firebase',
      names: [`https://securetoken.google.com/${project}`],
      algorithms: ['RS256'],
      types: ['jwt', ''],
      jwks: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
      userInfo: 'none',
      read: (claims) => {
        if (at(claims, ['firebase', 'tenant']) !== tenant)
          throw wrongClaims(`firebase.tenant must be ${tenant ?? 'none'}`)
        const authenticatedAt = timeClaim(claims, 'auth_time')
        if (authenticatedAt === undefined) throw wrongClaims('auth_time must be a number')
        return {
          subject: textClaim(claims, 'sub'),
          scopes: textsOf(undefined),
          roles: rolesOf(at(claims, rolesClaim)),
          permissions: namesAt(claims, permissionsClaim),
          amr: textsOf(at(claims, ['firebase', 'sign_in_provider'])),
          ...said({ authenticatedAt }),
        }
      },
    },
    { ...options, audience: project },
  )
}
