import type { OpaqueTokenClaims } from '@latchkey/contract'

/** Knows what stands behind access tokens that say nothing themselves. */
export interface OpaqueTokens {
  /**
   * Asked at every request, because nothing is remembered: an ended session is refused as soon as this says so. The guard compares
   * issuer, audience and times with its own, as it does those of a JWT.
   *
   * @param token in the characters of RFC 6750 §2.1, without dots
   * @returns what a JWT of the session would say; it gets frozen. Undefined when the token opens nothing, or nothing any more
   * @throws AuthError `storage_unavailable`, `overloaded`: nobody could tell, which is answered with 503
   */
  check(token: string): Promise<OpaqueTokenClaims | undefined>
}

/** RFC 6750 §2.1, without the dot: every JWT has two. */
const SHAPE = /^[A-Za-z0-9\-_~+/]+=*$/

/** Whether a token can be an opaque one, so that it is worth a question. */
export const isOpaque = (token: string, maxLength: number): boolean =>
  token.length <= maxLength && SHAPE.test(token)
