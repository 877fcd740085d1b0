import { baseOf } from './base-of.js'
import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { makeIssuer } from './make-issuer.js'
import { at, maybeText, namesAt, rolesOf, said, textClaim, textsOf, wrongClaims } from './read-claims.js'

export interface SupabaseOptions extends Omit<CommonIssuerOptions, 'audience'> {
  /** `abcdefghijklm.supabase.co`, or your own domain for it. */
  readonly domain: string
}

/**
 * Supabase Auth with asymmetric signing keys; projects that still sign with a shared secret have to migrate, for whoever verifies with it can
 * sign as well. Roles are those of `app_metadata`, which people cannot change themselves.
 */
export function supabase({ domain, ...options }: SupabaseOptions): Issuer {
  const issuer = `${baseOf('supabase', domain)}/auth/v1`
  const { rolesClaim = ['app_metadata', 'roles'], permissionsClaim } = options
  return makeIssuer(
    {
      kind: 'supabase',
      names: [issuer],
      algorithms: ['ES256', 'RS256'],
      types: ['jwt', ''],
      jwks: `${issuer}/.well-known/jwks.json`,
      userInfo: 'none',
      read: (claims) => {
        // The keys of the project itself are JWTs too where they are old: they are nobody.
        if (claims['role'] === 'anon' || claims['role'] === 'service_role')
          throw wrongClaims(`role is ${claims['role']}: this is a key of the project, or of nobody`)
        return {
          subject: textClaim(claims, 'sub'),
          scopes: textsOf(undefined),
          roles: rolesOf(at(claims, rolesClaim)),
          permissions: namesAt(claims, permissionsClaim),
          amr: methodsOf(claims['amr']),
          ...said({
            sessionId: maybeText(claims, 'session_id'),
            clientId: maybeText(claims, 'client_id'),
            acr: maybeText(claims, 'aal'),
          }),
        }
      },
    },
    { ...options, audience: 'authenticated' },
  )
}

/** `[{ "method": "password", "timestamp": 1763712000 }]` */
const methodsOf = (amr: unknown): readonly string[] =>
  textsOf(Array.isArray(amr) ? amr.map((one: unknown) => Reflect.get(Object(one), 'method')) : undefined)
