import type { Grant } from '../grants/grant.js'

/** What a provider puts into its answers. */
export interface AnswerRules<P> {
  /** What the application is told when the person cancels. */
  readonly cancelled: Readonly<Record<string, string>>
  /**
   * What the application is told of an address that is not registered, at providers that tell it. The others show the person a page
   * (RFC 6749 §4.1.2.1).
   */
  readonly redirectUriNotRegistered?: Readonly<Record<string, string>>
  /** Says who answers (RFC 9207 §2), at providers that do. */
  readonly issuer?: string
  /** Stands at the end of every address. */
  readonly fragment?: string
  /** What the provider sends along with a code. */
  readonly besideCode?: (
    answer: Answer<P>,
  ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>
}

/** A sign-in that ended well. */
export interface Answer<P> {
  readonly grant: Grant<P>
  readonly code: string
  readonly responseType: string
}
