/** What binds the entries of the audit history to each other: a key of its own, kept sealed, so that it outlives the secrets of the server. */
export interface AuditChain {
  /** A new key, sealed. */
  newKey(): string
  /** @returns undefined when neither the current nor a retiring secret sealed it, or it was changed */
  open(sealedKey: string): ChainKey | undefined
  /** The same key, sealed under the current secret; undefined as for `open`. */
  sealAgain(sealedKey: string): string | undefined
}

/** The key, for who may use it. */
export interface ChainKey {
  /** HMAC-SHA-256, base64url. */
  mac(text: string): string
  /** Whether `mac` is the MAC of `text`, in constant time. */
  matches(text: string, mac: string): boolean
}
