import { readRetryAfter } from './retry-after.js'
import { HOUR, MINUTE, type Millis, SECOND } from './time.js'

/** How long to wait after each attempt that failed: about three days together (Standard Webhooks 1.0, "Deliverability and reliability"). */
const PAUSES: readonly Millis[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/**
 * When an event is sent again. Up to a fifth later than the schedule says, so that what failed together is not sent together.
 *
 * @param attempts how many have failed
 * @param chance from 0 to 1
 * @returns null when it is given up
 */
export const nextAttemptAfter = (
  attempts: number,
  { now, chance }: { readonly now: Millis; readonly chance: number },
): Millis | null => {
  const pause = PAUSES[attempts - 1]
  return pause === undefined ? null : now + Math.round(pause * (1 + chance / 5))
}

/** The schedule has no longer pause, and no receiver gets one. */
const LONGEST_WISH = 24 * HOUR

/** `Retry-After` of a receiver → when it wants to be asked again; now when it says nothing, or nothing that is ahead. */
export const timeAskedFor = (retryAfter: string | undefined, now: Millis): Millis =>
  Math.min(Math.max(readRetryAfter(retryAfter, now) ?? now, now), now + LONGEST_WISH)
