import type { Secrets } from '../../ports/secrets.js'

const SESSION_PURPOSE = 'csrf-session'
const VISITOR_PURPOSE = 'csrf-visitor'
const VISITOR_BYTES = 16
const VISITOR_SHAPE = /^([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/

/**
 * The CSRF token of a session: derived from the hash of its cookie's secret, so that it goes with the cookie and no other's
 * will do. It stays the token of that browser while a session that has ended leaves its cookie there.
 */
export const sessionCsrfToken = (secrets: Secrets, cookieHash: string): string =>
  secrets.mac(SESSION_PURPOSE, cookieHash)

export const isSessionCsrfToken = (secrets: Secrets, cookieHash: string, token: string): boolean =>
  secrets.macMatches(SESSION_PURPOSE, cookieHash, token)

/** The CSRF token of a browser in which nobody is signed in; it must come back in the header and in the cookie. */
export const makeVisitorCsrfToken = (secrets: Secrets): string => {
  const visitor = secrets.randomHex(VISITOR_BYTES)
  return `${visitor}.${secrets.mac(VISITOR_PURPOSE, visitor)}`
}

export const isVisitorCsrfToken = (secrets: Secrets, token: string): boolean => {
  const [, visitor, mac] = VISITOR_SHAPE.exec(token) ?? []
  return visitor !== undefined && mac !== undefined && secrets.macMatches(VISITOR_PURPOSE, visitor, mac)
}
