/** Signs JWTs that are no access tokens of a person, with the keys that sign those. */
export interface JwtSigner {
  /** @param typ what kind of JWT it is (RFC 8725 §3.11), so that none is taken for another. @returns a compact JWS */
  signAs(typ: JwtType, claims: Readonly<Record<string, unknown>>): string
}

/** Status lists (Token Status List §5.1), security events (RFC 8417 §2.3), and access tokens of programs (RFC 9068 §2.1). */
export type JwtType = 'statuslist+jwt' | 'secevent+jwt' | 'logout+jwt' | 'at+jwt'
