/** Under which a JWT of a former backend is spent: it opens one session, and none when that backend had taken it back. */
export const formerTokenKey = (jti: string): string => `former-jwt ${jti}`
