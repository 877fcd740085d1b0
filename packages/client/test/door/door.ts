/** A Latchkey server with its browser door open, and what a test can do to it from behind. */
export interface Door {
  /** Where it listens. Pages reach it through a {@link Line}. */
  readonly url: string
  /** Ends every session of somebody from elsewhere, as another device of theirs would. */
  endSessionsOf(email: string): Promise<void>
  /**
   * Somebody at the page of a provider: chooses this person there, or cancels.
   *
   * @returns where the provider sends them back to
   */
  chooseAt(url: string, person: string | undefined): Promise<string>
  /** An ID token of Google for its first person, as Google's own script gives one to a page. */
  issueIdToken(nonce: string): Promise<string>
  /** What an API in its process makes of a token. Rejects when it refuses it. */
  whoHolds(token: string): Promise<{ readonly userId: string; readonly scopes: readonly string[] }>
  /** Its clock goes ahead. */
  pass(milliseconds: number): Promise<void>
  /** The code in the last message to this address, once there is one. */
  codeSentTo(email: string): Promise<string>
  /** The token in the link of that message. */
  tokenSentTo(email: string): Promise<string>
  close(): Promise<void>
}

/** People who have an account at every door. */
export const alice = { email: 'alice@example.com', password: 'correct horse battery' }
export const bob = { email: 'bob@example.com', password: 'staple of the realm' }
/** An operator, who may act as the others. */
export const support = { email: 'support@example.com', password: 'a rabbit hole and tea' }
