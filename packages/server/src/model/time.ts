/** Milliseconds since the epoch, UTC. Every timestamp inside the server is one of these. */
export type Millis = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** NumericDate of a JWT (RFC 7519 §2): whole seconds, rounded down. */
export const toNumericDate = (at: Millis): number => Math.floor(at / SECOND)

/** RFC 3339, UTC, as the browser door writes it. */
export const toMoment = (at: Millis): string => new Date(at).toISOString()

/** The same for what may not have happened. */
export const toMomentOrNull = (at: Millis | null): string | null => (at === null ? null : toMoment(at))
