/** An application that may send people here to sign in. */
export interface DevelopmentClient {
  readonly id: string
  /** Absent for a public client, which must use PKCE instead (RFC 7636). */
  readonly secret?: string | undefined
  /**
   * Addresses people may be sent back to, compared character by character. Left out, any address on loopback
   * will do, whatever its port and path (RFC 8252 §7.3), and with https too, which some of the real ones want.
   */
  readonly redirectUris?: readonly string[] | undefined
}

/** The client of a fresh development provider. Its secret is in every copy of this package: it keeps nobody out. */
export const developmentClient = {
  id: 'latchkey-development',
  secret: 'development-only',
} as const satisfies DevelopmentClient
