/**
 * Remembers which proofs were used (RFC 9449 §11.1). One for each process is the default; several processes that share one refuse a proof
 * at all of them that was used at any.
 */
export interface DpopReplays {
  /**
   * Notes the use of a proof, in one step: of two calls at once exactly one is the first.
   *
   * @param proof 43 characters that stand for one proof of one key
   * @param times.until milliseconds since the epoch; from then on the proof is refused for its age and may be forgotten
   * @returns whether it was used for the first time. What it throws is an error of the API: nobody is let in unchecked
   */
  spendOnce(
    proof: string,
    times: { readonly now: number; readonly until: number },
  ): boolean | Promise<boolean>
}

const DEFAULT_MAX_PROOFS = 250_000

/**
 * A memory of used proofs in this process, at most `maxProofs` of them (250,000, some 40 MB). When it is full the oldest is forgotten;
 * from then on every proof that ends no later is refused, because nobody knows any more whether it was used.
 */
export function createReplayMemory({ maxProofs = DEFAULT_MAX_PROOFS } = {}): DpopReplays {
  if (!(Number.isSafeInteger(maxProofs) && maxProofs > 0))
    throw new TypeError('createReplayMemory: maxProofs must be a positive integer')
  const used = new Map<string, number>()
  let forgottenUntil = 0

  const sweep = (now: number): void => {
    for (const [proof, until] of used) {
      if (until > now) return
      used.delete(proof)
    }
  }
  const forgetOldest = (): void => {
    for (const [proof, until] of used) {
      used.delete(proof)
      forgottenUntil = Math.max(forgottenUntil, until)
      return
    }
  }
  return {
    spendOnce: (proof, { now, until }) => {
      if (until <= forgottenUntil || used.has(proof)) return false
      sweep(now)
      if (used.size >= maxProofs) forgetOldest()
      used.set(proof, until)
      return true
    },
  }
}
