import { boundKeyOf } from './dpop/bound-key.js'
import type { ReadClaims } from './issuers/issuer.js'
import type { TrustedIssuer } from './issuers/trusted-issuers.js'
import type { JwtPayload } from './jwt/check-claims.js'
import { SECOND } from './time.js'

/**
 * Who is calling, as their credential proves it. Frozen, because one object serves every request that carries the same token. Times are
 * milliseconds since the epoch. `Permission`: the names of permissions there are, where they are known; any text otherwise.
 */
export interface Principal<Permission extends string = string> extends ReadClaims {
  /**
   * Who this is here: `usr_…` for people of the Latchkey server, the first of them where the guard trusts several; `<issuer>|<subject>` for
   * those of any other issuer.
   */
  readonly userId: string
  /** What their roles let them do. */
  readonly permissions: readonly Permission[]
  /** Whoever signed the token, or answers for it. */
  readonly issuer: string
  /** The key the token is bound to, by its thumbprint (RFC 9449 §6). Who called has proved that they hold it. */
  readonly boundTo?: string
  /** When the token ends; the session may live on. */
  readonly expiresAt: number
  /** Everything the token says, as it says it. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** A principal of a Latchkey server, whose tokens always say these. */
export type LatchkeyPrincipal<Permission extends string = string> = Principal<Permission> & {
  readonly sessionId: string
  readonly clientId: string
}

/** A principal with what `onFirstSight` made of the person. */
export type PrincipalWithUser<User, Permission extends string = string> = Principal<Permission> & {
  readonly user: User
}

/**
 * @param issuer who said it
 * @throws AuthError `token_claims_invalid` when it is bound in a way that cannot be checked here
 */
export const toPrincipal = (
  { isHome }: Pick<TrustedIssuer, 'isHome'>,
  claims: JwtPayload,
  read: ReadClaims,
): Principal => {
  const { subject } = read
  const boundTo = boundKeyOf(claims)
  const principal = {
    userId: isHome ? subject : `${claims.iss}|${subject}`,
    issuer: claims.iss,
    ...read,
    expiresAt: claims.exp * SECOND,
    claims,
  }
  return Object.freeze(boundTo === undefined ? principal : { ...principal, boundTo })
}
