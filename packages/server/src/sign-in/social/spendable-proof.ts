import type { Millis } from '../../model/time.js'

/** What marks a proof as used, until it would be refused anyway. */
export interface SpendableProof {
  readonly key: string
  readonly expiresAt: Millis
}
