import { type SessionClaimsMaker, sessionClaims } from '../forms/session-claims.js'
import type { SessionClaims } from '../ports/opaque-token-verifier.js'
import { isSessionCsrfToken, sessionCsrfToken } from './steps/csrf-token.js'
import {
  cookieHashOf,
  type ReadBrowserSessionDeps,
  readBrowserSession,
} from './steps/read-browser-session.js'

export type ReadSessionCookieDeps = ReadBrowserSessionDeps & SessionClaimsMaker

/** A session that a cookie opens, as an API is told about it. */
export interface CookieSession {
  readonly claims: SessionClaims
  /** What the pages of this session are told to send back. */
  readonly csrfToken: string
  /** Whether this is that token, under the current secret or a retiring one. */
  readonly isCsrfToken: (token: string) => boolean
}

/**
 * Session cookie → what an access JWT of its session would say; undefined when it opens nothing any more. It stands for the audience of its session, which
 * is the first one of the server. Ends are seen at once in this process, elsewhere within the storage's stated bound.
 */
export const readSessionCookie = async (
  deps: ReadSessionCookieDeps,
  cookie: string,
): Promise<CookieSession | undefined> => {
  const current = await readBrowserSession(deps, cookie, 'memory')
  const cookieHash = cookieHashOf(deps.secrets, cookie)
  if (current === undefined || cookieHash === undefined) return undefined
  const { session, user } = current
  return {
    claims: sessionClaims(deps, session, {
      roles: user.roles,
      issuedAt: session.createdAt,
      expiresAt: session.expiresAt,
    }),
    csrfToken: sessionCsrfToken(deps.secrets, cookieHash),
    isCsrfToken: (token) => isSessionCsrfToken(deps.secrets, cookieHash, token),
  }
}
