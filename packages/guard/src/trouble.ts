/** Something that goes wrong behind the requests, which go on as long as they may. For a log. */
export interface Trouble {
  /**
   * - `revocation`: status lists cannot be had.
   * - `event-stream`: the stream of events cannot be followed. Lists are fetched instead.
   * - `security-event`: an event was not accepted, or not understood. Lists are fetched at once, for what it may have said.
   * - `missed-event`: a list says of a session that it has ended, and the stream never did. Another stream is made.
   * - `forgotten-ends`: more sessions have ended at once than are remembered. Lists are fetched at once.
   */
  readonly about: 'revocation' | 'event-stream' | 'security-event' | 'missed-event' | 'forgotten-ends'
  readonly issuer: string
  /** What went wrong. Holds no credential. */
  readonly detail: string
  readonly cause: unknown
}
