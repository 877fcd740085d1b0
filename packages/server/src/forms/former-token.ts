import { isCanonicalBase64url } from '../model/canonical-base64url.js'
import type { Secrets } from '../ports/secrets.js'

/** What a JWT of a former backend was for: Simple JWT's two kinds, and the one that the FastAPI tutorial shows at each page. */
export type FormerTokenKind = 'access' | 'refresh' | 'page'

/** Under which a JWT of a former backend is spent: it opens one session, and none when that backend had taken it back. */
export const formerTokenKey = (jti: string): string => `former-jwt ${jti}`

/**
 * What a session keeps of the JWT of a former backend that opened it: of its kind, so that it never does the work of another.
 *
 * @returns undefined for a text with a second spelling (RFC 4648 §3.5): one token is one text
 */
export const formerTokenHash = (
  secrets: Pick<Secrets, 'hash'>,
  kind: FormerTokenKind,
  token: string,
): string | undefined => {
  const parts = token.split('.')
  return parts.length === 3 && parts.every(isCanonicalBase64url)
    ? secrets.hash(`former-jwt ${kind} ${token}`)
    : undefined
}
