import type { Millis } from '../model/time.js'

/** Remembers proofs that were used, until they would be refused anyway. */
export interface SpentProofs {
  /**
   * Marks a proof as used, atomically.
   * @param key a hash that names the proof
   * @param expiresAt when the proof itself expires
   * @returns false when it was used before
   */
  consumeOnce(key: string, expiresAt: Millis): Promise<boolean>
  /** Whether a proof was used and is still remembered. */
  isSpent(key: string): Promise<boolean>
}
