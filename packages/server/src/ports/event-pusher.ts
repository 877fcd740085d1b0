/** What became of a push. */
export type PushOutcome =
  | { readonly outcome: 'delivered' }
  /** Its receiver will never take this one (RFC 8935 §2.3), or cannot now (Back-Channel Logout 1.0 §2.8). */
  | { readonly outcome: 'refused'; readonly detail: string }
  | { readonly outcome: 'unavailable'; readonly detail: string }

/** What is sent, and so what is expected of the answer. */
export type PushedToken =
  | {
      readonly kind: 'event'
      readonly token: string
      /** The value of the Authorization header, if there is one. */
      readonly authorization: string | undefined
    }
  | { readonly kind: 'logout'; readonly token: string }

/** Sends security event tokens to their receivers (RFC 8935), and logout tokens to clients (OpenID Connect Back-Channel Logout 1.0 §2.5). */
export interface EventPusher {
  /** Nothing of what is sent is in what comes back. */
  push(endpoint: string, pushed: PushedToken): Promise<PushOutcome>
}
