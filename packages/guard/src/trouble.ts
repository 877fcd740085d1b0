/** Something that goes wrong behind the requests, which go on as long as they may. For a log. */
export interface Trouble {
  /** `revocation`: what has ended cannot be learnt. */
  readonly about: 'revocation'
  readonly issuer: string
  /** What went wrong. Holds no credential. */
  readonly detail: string
  readonly cause: unknown
}
