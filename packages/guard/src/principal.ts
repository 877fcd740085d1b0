import {
  AuthError,
  accessTokenClaims,
  type OpaqueTokenClaims,
  type opaqueTokenClaims,
} from '@latchkey/contract'
import type { JwtPayload } from './jwt/check-claims.js'
import { SECOND } from './time.js'

/**
 * Who is calling, as their access token proves it. Frozen all the way down, because one object serves every request
 * that carries the same token. Times are milliseconds since the epoch.
 */
export interface Principal {
  /** `usr_…` */
  readonly userId: string
  /** `ses_…`: the session the token is a form of. */
  readonly sessionId: string
  /** The application that was given the token. */
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  /** How the person proved who they are (RFC 8176). */
  readonly amr: readonly string[]
  /** How strong that proof was, when the issuer grades it. */
  readonly acr?: string
  /** When they last proved it. */
  readonly authenticatedAt?: number
  /** When the token ends; the session may live on. */
  readonly expiresAt: number
  readonly issuer: string
  /** Everything the token says, as it says it. */
  readonly claims: Readonly<Record<string, unknown>>
}

/**
 * Reads the principal out of a verified payload.
 *
 * @param payload frozen; the principal shares its lists
 * @param schema what it must say
 * @throws AuthError `token_claims_invalid` when RFC 9068 §2.2 or our own contract asks for more
 */
export function principalFrom(
  payload: JwtPayload,
  schema: typeof accessTokenClaims | typeof opaqueTokenClaims = accessTokenClaims,
): Principal {
  const outcome = schema.safeParse(payload)
  if (!outcome.success) {
    const problems = outcome.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AuthError('token_claims_invalid', { detail: problems.join('; ') })
  }
  // The schema only looks, so the payload itself has the shape it found.
  return toPrincipal(payload as JwtPayload & DeepReadonly<OpaqueTokenClaims>)
}

type DeepReadonly<T> = { readonly [K in keyof T]: Readonly<T[K]> }
type Draft = { -readonly [K in keyof Principal]: Principal[K] }

const NONE: readonly string[] = Object.freeze([])

function toPrincipal(claims: JwtPayload & DeepReadonly<OpaqueTokenClaims>): Principal {
  const principal: Draft = {
    userId: claims.sub,
    sessionId: claims.sid,
    clientId: claims.client_id,
    scopes: claims.scope === undefined ? NONE : Object.freeze(claims.scope.split(' ').filter(Boolean)),
    roles: claims.roles ?? NONE,
    amr: claims.amr ?? NONE,
    expiresAt: claims.exp * SECOND,
    issuer: claims.iss,
    claims,
  }
  if (claims.acr !== undefined) principal.acr = claims.acr
  if (claims.auth_time !== undefined) principal.authenticatedAt = claims.auth_time * SECOND
  return Object.freeze(principal)
}
