/** What an event says, in our words. */
export type Learned =
  | { readonly what: 'session-ended'; readonly sessionId: string }
  /** Every session the person had by then. */
  | { readonly what: 'person-ended'; readonly subject: string; readonly at: number }
  /** Tokens of the person say what is no longer so. */
  | { readonly what: 'person-changed'; readonly subject: string }
  /** Nothing comes any more. */
  | { readonly what: 'stream-stopped'; readonly status: string }
  /** Somebody's sessions have ended, and nobody can tell whose. */
  | { readonly what: 'not-understood'; readonly detail: string }
