import type { VerifyJwtOptions } from '@latchkey/guard'
import { MINUTE, type Millis, SECOND } from '../model/time.js'
import type { IdTokenExpectation } from '../ports/id-token-verifier.js'
import type { ProviderKeys } from './provider-keys.js'

/** Characters of a token that a provider signed. */
export const MAX_LENGTH = 16 * 1024
/** How far the clocks of providers may differ from ours. */
export const CLOCK_TOLERANCE = 30 * SECOND
/** A token that was seen is remembered a little longer than it could be accepted. */
const REMEMBER_LONGER = 1 * MINUTE

/** By whose keys a provider's token is verified, and for whom it must be. */
export const trustIn = (
  keysOf: ProviderKeys,
  expectation: IdTokenExpectation,
): Pick<VerifyJwtOptions, 'keys' | 'audience' | 'algorithms'> & {
  readonly issuer: string
  readonly maxLength: number
} => ({
  keys: keysOf(expectation),
  issuer: expectation.expectedIssuer,
  audience: expectation.acceptedAudiences,
  algorithms: expectation.acceptedAlgorithms,
  maxLength: MAX_LENGTH,
})

/** Whole milliseconds, and no more of them than a column holds: a NumericDate may be any number (RFC 7519 §2). */
export const rememberUntil = (end: Millis): Millis =>
  Math.min(Math.ceil(end) + CLOCK_TOLERANCE + REMEMBER_LONGER, Number.MAX_SAFE_INTEGER)
