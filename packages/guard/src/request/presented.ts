/** What a request brought along, as far as the guard looks at it. Adapters fill it in. */
export interface Presented {
  /** Every value of the `Authorization` header. */
  readonly authorization?: string | readonly string[] | null | undefined
  /** Whether the query string holds an `access_token`. Never accepted; looked at to refuse it. */
  readonly accessTokenInQuery?: boolean
  /** The `traceparent` header (W3C Trace Context). */
  readonly traceparent?: string | null | undefined
}
