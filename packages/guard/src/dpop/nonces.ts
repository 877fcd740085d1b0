import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { type Clock, MINUTE } from '../time.js'

/** Nonces for proofs (RFC 9449 §9). */
export interface Nonces {
  /** The one to make proofs with now. */
  current(): string
  /** @returns until when this nonce is accepted, in milliseconds since the epoch; undefined when it is not, or is none */
  acceptedUntil(nonce: unknown): number | undefined
}

/** A nonce is offered for this long, and accepted while the next one is offered. */
const OFFERED_FOR = 1 * MINUTE

/**
 * Nonces that are derived from a key and the time, so that nothing is stored and processes with one key accept each other's.
 *
 * @param options.key default: a random one of this process
 */
export const createNonces = ({
  key = randomBytes(32),
  clock,
}: {
  readonly key?: string | Buffer | undefined
  readonly clock: Clock
}): Nonces => {
  const made = new Map<number, string>()
  const windowAt = (now: number): number => Math.floor(now / OFFERED_FOR)
  const nonceOf = (window: number): string => {
    const known = made.get(window)
    if (known !== undefined) return known
    // Three are in use at a time; a clock that jumps about does not make it more.
    if (made.size >= 8) made.clear()
    const nonce = createHmac('sha256', key).update(`dpop nonce ${window}`).digest('base64url')
    made.set(window, nonce)
    return nonce
  }
  return {
    current: () => nonceOf(windowAt(clock())),
    acceptedUntil: (nonce) => {
      if (typeof nonce !== 'string') return undefined
      const now = windowAt(clock())
      // The next one may come from a process whose clock is a little ahead.
      for (const window of [now, now - 1, now + 1])
        if (isSame(nonce, nonceOf(window))) return (window + 2) * OFFERED_FOR
      return undefined
    },
  }
}

const isSame = (given: string, expected: string): boolean => {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
