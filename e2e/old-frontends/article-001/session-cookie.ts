import { jwtVerify, SignJWT } from 'jose'
import type { JWTDecodeParams, JWTEncodeParams, JWT as SessionToken } from 'next-auth-v4/jwt'

/**
 * The cookie of NextAuth v3: signed with HS512, not encrypted, so that the browser can read the tokens in it. An `exp` that is in
 * the token already stays; v4 by itself would write a new one, and a refused refresh would sign nobody out.
 */
export const encodeSession = async ({ token, secret, maxAge = 0 }: JWTEncodeParams): Promise<string> => {
  const now = Math.floor(Date.now() / 1_000)
  return new SignJWT({ exp: now + maxAge, ...token })
    .setProtectedHeader({ alg: 'HS512' })
    .setIssuedAt(now)
    .sign(Buffer.from(secret))
}

export const decodeSession = async ({ token, secret }: JWTDecodeParams): Promise<SessionToken | null> =>
  token === undefined ? null : (await jwtVerify<SessionToken>(token, Buffer.from(secret))).payload
