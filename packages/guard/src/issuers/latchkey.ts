import { accessTokenClaims, type opaqueTokenClaims, paths } from '@latchkey/contract'
import type { JwtPayload } from '../jwt/check-claims.js'
import { quote } from '../jwt/jwt-failure.js'
import { SECOND } from '../time.js'
import type { Issuer, ReadClaims } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ACCESS_TOKEN_TYPES, makeIssuer } from './make-issuer.js'
import { said, textsOf, wrongClaims } from './read-claims.js'

export interface LatchkeyOptions extends Omit<CommonIssuerOptions, 'rolesClaim'> {
  /** The `issuer` of its configuration, to the letter. */
  readonly issuer: string
}

/** A Latchkey server: access tokens by RFC 9068, ES256 unless it is configured otherwise. */
export function latchkey({ issuer, ...options }: LatchkeyOptions): Issuer {
  const base = String(issuer).replace(/\/$/, '')
  return makeIssuer(
    {
      kind: 'latchkey',
      names: [issuer],
      algorithms: ['ES256'],
      types: ACCESS_TOKEN_TYPES,
      jwks: base + paths.jwks,
      userInfo: base + paths.userinfo,
      learnsEnds: true,
      read: (claims) => readLatchkeyClaims(claims, accessTokenClaims),
    },
    options,
  )
}

/**
 * What a form of a session says, or stands for.
 *
 * @throws AuthError `token_claims_invalid` when RFC 9068 §2.2 or our own contract asks for more
 */
export function readLatchkeyClaims(
  claims: JwtPayload,
  schema: typeof accessTokenClaims | typeof opaqueTokenClaims,
): ReadClaims {
  const { success, data, error } = schema.safeParse(claims)
  if (!success)
    throw wrongClaims(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '))
  // People of other issuers are called `<issuer>|<subject>`: nobody here is called like one of them.
  if (data.sub.includes('|')) throw wrongClaims(`sub must not hold a |, saw ${quote(data.sub)}`)
  return {
    subject: data.sub,
    sessionId: data.sid,
    clientId: data.client_id,
    scopes: textsOf(data.scope),
    roles: textsOf(data.roles),
    amr: textsOf(data.amr),
    ...said({
      acr: data.acr,
      authenticatedAt: data.auth_time === undefined ? undefined : data.auth_time * SECOND,
    }),
  }
}
