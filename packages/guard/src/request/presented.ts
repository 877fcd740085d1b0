/** What a request brought along, as far as the guard looks at it. Adapters fill it in. */
export interface Presented {
  /** Every value of the `Authorization` header. */
  readonly authorization?: string | readonly string[] | null | undefined
  /** Whether the query string holds an `access_token`. Never accepted; looked at to refuse it. */
  readonly accessTokenInQuery?: boolean
  /** The `traceparent` header (W3C Trace Context). */
  readonly traceparent?: string | null | undefined
  /** The rest of it: what cookies and proofs of possession are checked against. Without it, neither is accepted. */
  readonly request?: PresentedRequest
}

/** The request itself. Read when a credential needs it, which most do not. */
export interface PresentedRequest {
  /** As HTTP writes it: `GET`. */
  readonly method: string
  /** The address as the caller wrote it, whole: `https://api.example.com/todos?page=2`. Undefined when nobody can tell. */
  readonly url: string | undefined
  /**
   * Whether it asks for another protocol, as a WebSocket does: its answer is read by whoever sent it, so it always has to come from a page of ours.
   * Adapters of upgrades say so; what says `Upgrade: websocket` counts as one anyway.
   */
  readonly upgrade?: boolean
  /**
   * What stands for this request wherever it is asked about: the framework's own object. A proof of possession that was found good is not
   * asked for twice of one request. Without it, each time counts as another request.
   */
  readonly source?: object
  /** @param name in lower case. @returns every value of this header, in order; none when it is not there */
  values(name: string): readonly string[]
}
