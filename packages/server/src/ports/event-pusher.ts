/** What became of a push. */
export type PushOutcome =
  | { readonly outcome: 'delivered' }
  /** Its receiver will never take this one (RFC 8935 §2.3). */
  | { readonly outcome: 'refused'; readonly detail: string }
  | { readonly outcome: 'unavailable'; readonly detail: string }

/** Sends security event tokens to their receivers (RFC 8935). */
export interface EventPusher {
  /** @param push `authorization`: the value of the Authorization header, if there is one. Neither it nor the token is in what comes back */
  push(push: {
    readonly endpoint: string
    readonly authorization: string | undefined
    readonly token: string
  }): Promise<PushOutcome>
}
