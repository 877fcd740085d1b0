/** Milliseconds, so that a duration reads as a product: `10 * MINUTE`. */
export const SECOND = 1000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** The longest time `setTimeout` knows. */
export const LONGEST_TIMER = 2 ** 31 - 1

/** Milliseconds since the epoch, UTC. */
export type Clock = () => number
