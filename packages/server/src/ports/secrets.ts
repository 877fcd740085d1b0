/** What only holders of the server's secret can do, and randomness. Nothing here is asynchronous or slow. */
export interface Secrets {
  /** Random hex digits from the system's generator, two a byte. */
  randomHex(bytes: number): string
  /** SHA-256, base64url. For secrets with at least 128 random bits; never for passwords. */
  hash(text: string): string
  /** Whether two texts are equal, in a time that tells nothing but their lengths. For hashes and MACs, whose lengths are known. */
  equal(left: string, right: string): boolean
  /** HMAC-SHA256 under a key of its own for each purpose, base64url. */
  mac(purpose: string, text: string): string
  /** Whether `mac` is the MAC of `text`, in constant time, under the current or a retiring secret. */
  macMatches(purpose: string, text: string, mac: string): boolean
  /** A JWT (RFC 7519) under a key of its own for each purpose, HS256. For us alone to read. */
  signClaims(purpose: string, claims: Readonly<Record<string, unknown>>): string
  /**
   * The claims of such a JWT, under the current or a retiring secret. Nothing but the signature has been looked at.
   *
   * @returns undefined unless we made it
   */
  readClaims(purpose: string, text: string): Readonly<Record<string, unknown>> | undefined
  /** AES-256-GCM under a key of its own for each purpose. */
  seal(purpose: string, plaintext: string): string
  /** @throws Error when the sealed text was made under another secret or was changed */
  open(purpose: string, sealed: string): string
}
