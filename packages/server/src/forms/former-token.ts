import type { Secrets } from '../ports/secrets.js'

/** Under which a JWT of a former backend is spent: it opens one session, and none when that backend had taken it back. */
export const formerTokenKey = (jti: string): string => `former-jwt ${jti}`

/** What a session keeps of the JWT of a former backend that opened it. */
export const formerTokenHash = (secrets: Pick<Secrets, 'hash'>, token: string): string =>
  secrets.hash(`former-jwt ${token}`)
