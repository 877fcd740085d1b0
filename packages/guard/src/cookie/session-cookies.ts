import type { StandingClaims } from '../opaque/opaque-tokens.js'

/** Knows the sessions behind the cookies of a browser door. Made by `sessionCookie`, and by a server for the APIs in its own process. */
export interface SessionCookies {
  /** Whose sessions these are: what names another issuer is refused. May be left out where the guard trusts one issuer alone. */
  readonly issuer?: string
  /** `__Host-latchkey` */
  readonly name: string
  /** The origins whose pages may change something, each to the letter: `https://app.example.com`. */
  readonly origins: readonly string[]
  /**
   * @param value of the cookie: a secret
   * @returns undefined when it opens nothing, or nothing any more
   * @throws AuthError `storage_unavailable`, `overloaded`, `issuer_unreachable`: nobody could tell, which is answered with 503
   */
  check(value: string): Promise<CookieSession | undefined>
  /** Forgets what was answered about a session, or about all of them, where answers are kept. */
  forget?(sessionId?: string): void
}

/** A session that a cookie opens. */
export interface CookieSession {
  /** What an access JWT of the session would say. */
  readonly claims: StandingClaims
  /** Whether this is the token that the pages of this session were told; compared in constant time. */
  isCsrfToken(token: string): boolean
}

/** For callers without types. */
export const problemsWithCookie = (cookies: SessionCookies | undefined): string[] => {
  if (cookies === undefined) return []
  const isWhole =
    typeof cookies?.check === 'function' && typeof cookies.name === 'string' && Array.isArray(cookies.origins)
  return isWhole
    ? []
    : ['cookie must be sessionCookie({ … }), or have a name, origins and a function "check"']
}
