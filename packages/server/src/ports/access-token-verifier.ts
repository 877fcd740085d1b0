/** What a verified access JWT of ours says about itself. Times in seconds since the epoch, as on the wire. */
export interface VerifiedAccessToken {
  readonly sessionId: string
  readonly userId: string
  readonly clientId: string
  readonly scopes: readonly string[]
  readonly audience: string | readonly string[]
  readonly jti: string
  readonly issuedAt: number
  readonly expiresAt: number
}

/** Reads access JWTs of this server. */
export interface AccessTokenVerifier {
  /** @returns undefined for anything that is not a valid access JWT of ours at this moment */
  verify(token: string): Promise<VerifiedAccessToken | undefined>
}
