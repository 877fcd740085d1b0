import type { Algorithm } from '../jwt/algorithms.js'
import type { KeySource } from '../keys/key-source.js'
import type { RevocationOptions, RevocationSource } from '../revocation/revocation-options.js'

/** What every preset may be told beside its own options. Durations are milliseconds. */
export interface CommonIssuerOptions {
  /** The names this API goes by in the tokens of this issuer. A token must name at least one. */
  readonly audience: string | readonly string[]
  /** Accepted signature algorithms. */
  readonly algorithms?: readonly Algorithm[]
  /** Where public keys come from instead of the issuer: `fileKeys('./jwks.json')` where nothing can be fetched. */
  readonly keys?: KeySource
  /** How far the issuer's clock and ours may differ. Default: as far as the guard allows. */
  readonly clockTolerance?: number
  /** Claims that `onFirstSight` needs, such as `email`: fetched from the userinfo endpoint when a token lacks one. Default: none. */
  readonly wants?: readonly string[]
  /**
   * Whether ended sessions are refused before their tokens expire, by the status lists that tokens of this issuer name (Token Status List), and
   * within a second where it is told as which client this API listens to the events of the issuer (SSF). Default: on for `latchkey` unless `keys` are given, off for others.
   */
  readonly revocation?: boolean | RevocationOptions | RevocationSource
  /** Where roles stand in the claims, as a path: `['https://example.com/roles']`. */
  readonly rolesClaim?: string | readonly string[]
  /** Where permissions stand in the claims, as a path. Default: `permissions` for `auth0`; others are taken to tell none. */
  readonly permissionsClaim?: string | readonly string[]
}
