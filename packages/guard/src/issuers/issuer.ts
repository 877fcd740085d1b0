import type { Algorithm } from '../jwt/algorithms.js'
import type { JwtPayload } from '../jwt/check-claims.js'
import type { KeySource } from '../keys/key-source.js'
import type { OnEnded, Revocation } from '../revocation/revocation.js'
import type { Clock } from '../time.js'
import type { Trouble } from '../trouble.js'

/** What an issuer's token says about its bearer, in our words. */
export interface ReadClaims {
  /** Who this is to the issuer. It names nobody without it: two issuers may use the same one. */
  readonly subject: string
  /** The session the token is a form of, when the issuer tells: `ses_…`. */
  readonly sessionId?: string
  /** The application that was given the token, when the issuer tells. */
  readonly clientId?: string
  readonly scopes: readonly string[]
  readonly roles: readonly string[]
  /** What those let the person do. */
  readonly permissions: readonly string[]
  /** How the person proved who they are (RFC 8176). */
  readonly amr: readonly string[]
  /** How strong that proof was, when the issuer grades it. */
  readonly acr?: string
  /** When they last proved it, in milliseconds since the epoch. */
  readonly authenticatedAt?: number
  /** Who acts as this person, when somebody does (RFC 8693 §4.1): of a Latchkey server an operator, `usr_…`. */
  readonly actor?: string
}

/** Which claim names the API a token was issued for, and what it must say. */
export interface ExpectedAudience {
  readonly claim: 'aud' | 'client_id' | 'azp'
  /** The token must name at least one. */
  readonly names: readonly string[]
}

/** What the guard lends an issuer when it is opened. */
export interface IssuerSurroundings {
  readonly clock: Clock
  readonly fetch: typeof globalThis.fetch
  readonly allowHttp: boolean
  readonly clockTolerance: number
  /** Told when sessions end. */
  readonly onEnded: OnEnded
  /** Told when what tokens of somebody say is no longer so. */
  readonly onChanged: OnEnded
  /** Told of what went wrong behind the requests. */
  readonly onTrouble: (trouble: Trouble) => void
}

/** Where an issuer tells more about a person (OIDC Core §5.3), found when it is first needed. */
export type FindUserInfo = () => Promise<string | undefined>

export interface OpenedIssuer {
  /** Undefined: tokens are believed until they expire. */
  readonly revocation?: Revocation
  /** What happens when nobody can tell whether a session has ended. */
  readonly whenStale: 'refuse' | 'accept'
  readonly keys: KeySource
  readonly userInfo: FindUserInfo
}

/**
 * An issuer whose access tokens an API accepts, and how it writes them. Made by `latchkey`, `auth0`, `oidc` and the others; a token
 * chooses among the issuers of a guard by its `iss`, and adds none.
 */
export interface Issuer {
  /** Which preset made it, for explanations: `auth0`. */
  readonly kind: string
  /** Accepted `iss`, each compared exactly. */
  readonly names: readonly [string, ...string[]]
  readonly audience: ExpectedAudience
  readonly algorithms: readonly Algorithm[]
  /** Accepted `typ` of the header, in lower case; `''` accepts a header without one. */
  readonly types: readonly string[]
  /** How far its clock and ours may differ, in milliseconds; undefined: as far as the guard allows. */
  readonly clockTolerance?: number | undefined
  /** What a person must have told for `onFirstSight`; what the token lacks is asked for at the issuer's userinfo endpoint. */
  readonly wants: readonly string[]
  /**
   * Claims that hold → what they mean.
   *
   * @throws AuthError `token_claims_invalid` for what is no access token of this issuer
   */
  readonly read: (claims: JwtPayload) => ReadClaims
  readonly open: (surroundings: IssuerSurroundings) => OpenedIssuer
}
