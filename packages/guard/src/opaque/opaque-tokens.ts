/** What stands behind a form that says nothing itself, in the words of a JWT (RFC 9068 §2.2). */
export type StandingClaims = Readonly<Record<string, unknown>>

/** Knows what stands behind access tokens that say nothing themselves. Made by `introspection`, and by a server for the APIs in its own process. */
export interface OpaqueTokens {
  /** Who made these tokens: what names another issuer is refused. May be left out where the guard trusts one issuer alone. */
  readonly issuer?: string
  /**
   * Asked at every request, because the guard remembers nothing of them: an ended session is refused as soon as this says so. The guard compares
   * issuer, audience and times with its own, as it does those of a JWT.
   *
   * @param token in the characters of RFC 6750 §2.1, without dots
   * @returns what a JWT of the session would say; it gets frozen. Undefined when the token opens nothing, or nothing any more
   * @throws AuthError `storage_unavailable`, `overloaded`, `issuer_unreachable`: nobody could tell, which is answered with 503
   */
  check(token: string): Promise<StandingClaims | undefined>
  /** Forgets what was answered about a session, or about all of them, where answers are kept. */
  forget?(sessionId?: string): void
}

/** RFC 6750 §2.1, without the dot: every JWT has two. */
const SHAPE = /^[A-Za-z0-9\-_~+/]+=*$/

/** Whether a token can be an opaque one, so that it is worth a question. */
export const isOpaque = (token: string, maxLength: number): boolean =>
  token.length <= maxLength && SHAPE.test(token)
