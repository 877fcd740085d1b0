/** A status list token (Token Status List §5.1) with what HTTP says about it. */
export interface StatusListToken {
  readonly text: string
  /** Changes when a bit does. */
  readonly etag: string
}

/** Which sessions have ended, one bit each, in lists anybody may read: they tell nothing but how many. */
export interface StatusLists {
  /** Where the bit of a session stands, as its access JWTs say it (§6.1). */
  referenceOf(sessionNumber: number): { readonly idx: number; readonly uri: string }
  /**
   * Whether the session whose bit stands there has ended. At once where the list is at hand.
   *
   * @throws AuthError `storage_unavailable`
   */
  hasEnded(list: number, index: number): boolean | Promise<boolean>
  /** @returns undefined for a list in which nobody stands, or nobody any more */
  token(list: number): Promise<StatusListToken | undefined>
  /** The addresses of all lists in which live sessions stand (§9.3). */
  uris(): Promise<readonly string[]>
}
