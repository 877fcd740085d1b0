import type { UserId } from '../model/ids.js'
import type { StoredHash, StoredHashes } from '../ports/stored-hashes.js'
import type { Derivation } from './foreign-hashes/derivation.js'
import { readPasswordHash } from './foreign-hashes/read-password-hash.js'

/** Stored hashes that cost the same, and how many there are in the sample. */
export interface HashKind {
  readonly derivation: Derivation
  readonly count: number
}

const RUN = 200
/** Up to 25 600 hashes are all counted; of more, runs of 200 at equal distances. */
const MOST_RUNS = 128
/** What few have is left out: each kind costs a little at every sign-in. */
const MOST_KINDS = 64

/**
 * Counts what the stored hashes cost, without salts and digests. Of the same users each time, as far as they are still there:
 * the shares move when the users do, and not by chance.
 *
 * @returns the most frequent kinds
 */
export const sampleHashKinds = async (hashes: StoredHashes): Promise<readonly HashKind[]> => {
  let runs: (readonly Derivation[])[] = []
  let after: UserId | undefined
  let skip = 0
  for (;;) {
    const run = await hashes.readRun({ after, skip, limit: RUN })
    const last = run.at(-1)
    if (last === undefined) return mostFrequent(runs.flat())
    after = last.userId
    runs.push(derivationsOf(run))
    if (runs.length > MOST_RUNS) {
      // Every second one stays, the newest among them; from here on they come twice as far apart.
      runs = runs.filter((_, index) => index % 2 === 0)
      skip = 2 * skip + RUN
    }
  }
}

/** What cannot be checked costs nothing of its own. */
const derivationsOf = (run: readonly StoredHash[]): readonly Derivation[] =>
  run.flatMap(({ hash }) => readPasswordHash(hash).hash?.derivation ?? [])

const mostFrequent = (derivations: readonly Derivation[]): readonly HashKind[] => {
  const kinds = new Map<string, HashKind>()
  for (const derivation of derivations) {
    const { name } = derivation
    kinds.set(name, { derivation, count: (kinds.get(name)?.count ?? 0) + 1 })
  }
  return [...kinds.values()].toSorted((a, b) => b.count - a.count).slice(0, MOST_KINDS)
}
