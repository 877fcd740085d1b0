import { type AccessTokenClaims, AuthError } from '@latchkey/contract'
import type { Guard, LatchkeyPrincipal } from '@latchkey/guard'
import type { AccessTokenVerifier, VerifiedAccessToken } from '../ports/access-token-verifier.js'

/** Reads our own access JWTs through the guard, so that there is one place that verifies them. */
export const ownAccessTokenVerifier = (guard: Guard<LatchkeyPrincipal>): AccessTokenVerifier => ({
  verify: async (token) => {
    try {
      return toVerified(await guard.verify(token))
    } catch (error) {
      if (error instanceof AuthError) return undefined
      throw error
    }
  },
})

const toVerified = (principal: LatchkeyPrincipal): VerifiedAccessToken => {
  // The guard has checked the claims against this very schema.
  const claims = principal.claims as AccessTokenClaims
  return {
    sessionId: principal.sessionId,
    userId: principal.userId,
    clientId: principal.clientId,
    scopes: principal.scopes,
    audience: claims.aud,
    jti: claims.jti,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
  }
}
