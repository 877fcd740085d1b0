import type { Secrets } from '../ports/secrets.js'
import type { StoredHashes } from '../ports/stored-hashes.js'
import type { Derivation } from './foreign-hashes/derivation.js'
import { type HashKind, sampleHashKinds } from './sample-hash-kinds.js'

/** What is done where there is no hash to check, so that the time is that of somebody's. */
export interface Decoys {
  /**
   * One of the kinds of hashes that are stored, each in its share, and the same one each time for the same person.
   *
   * @param claimed whom somebody says they are
   * @param usual what new hashes cost
   */
  choose(claimed: string, usual: Derivation): Derivation
  /** Looks again at what is stored. */
  refresh(): Promise<void>
}

export interface DecoyDeps {
  readonly secrets: Pick<Secrets, 'mac'>
  readonly storedHashes: StoredHashes
}

/** Whoever signed up or in since the last look has a hash of the usual kind: nobody must be alone with that. */
const LEAST_SHARE_OF_USUAL = 1 / 20
/** Each number from 0 to this is as likely as the others, and none is lost in a double. */
const RANDOM_BITS = 48

/**
 * Decoys after what is in the database.
 *
 * Every kind draws a lot for the person, weighted by its share; the least wins. So when shares change, people go over from kinds
 * that became rarer to kinds that became more frequent, and nobody else: as those do whose hash is replaced when they sign in.
 */
export const hashDecoys = ({ secrets, storedHashes }: DecoyDeps): Decoys => {
  let kinds: readonly HashKind[] = []
  let total = 0

  // An exponential variable of rate `count`: the least of several is one's with the probability of its share.
  const lotOf = ({ derivation: { name }, count }: HashKind, claimed: string): number => {
    const digest = Buffer.from(secrets.mac('password decoy', `${name}\n${claimed}`), 'base64url')
    const uniform = (digest.readUIntBE(0, RANDOM_BITS / 8) + 1) / 2 ** RANDOM_BITS
    return -Math.log(uniform) / count
  }

  return {
    choose: (claimed, usual) => {
      let chosen = usual
      // Where the usual kind is among the stored ones as well it draws the same number, and its greater share counts.
      let least = lotOf({ derivation: usual, count: Math.max(1, total * LEAST_SHARE_OF_USUAL) }, claimed)
      for (const kind of kinds) {
        const lot = lotOf(kind, claimed)
        if (lot >= least) continue
        least = lot
        chosen = kind.derivation
      }
      return chosen
    },
    refresh: async () => {
      kinds = await sampleHashKinds(storedHashes)
      total = kinds.reduce((sum, { count }) => sum + count, 0)
    },
  }
}
