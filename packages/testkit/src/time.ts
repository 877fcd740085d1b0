/** Milliseconds since the epoch, UTC, or a span of them. */
export type Millis = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** NumericDate of a JWT (RFC 7519 §2): whole seconds, rounded down. */
export const toNumericDate = (at: Millis): number => Math.floor(at / SECOND)
