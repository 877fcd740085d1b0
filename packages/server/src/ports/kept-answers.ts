import type { Millis } from '../model/time.js'

/** A request that may come again, and the attempt at it: nobody else works on it while this one does. */
export interface RequestClaim {
  readonly key: string
  readonly claim: string
}

export interface KeptAnswer {
  readonly status: number
  /** The body, sealed: it may hold a secret that is shown once. */
  readonly sealed: string
}

export type BegunRequest =
  | { readonly outcome: 'begun' }
  | { readonly outcome: 'answered'; readonly answer: KeptAnswer }
  /** Another attempt works on it. */
  | { readonly outcome: 'under_way' }
  /** The key came with another request. */
  | { readonly outcome: 'other_request' }

/** What requests were answered that may be sent again (draft-ietf-httpapi-idempotency-key-header). */
export interface KeptAnswers {
  /** @param until when an attempt that has said nothing counts as given up */
  begin(claim: RequestClaim, requestHash: string, now: Millis, until: Millis): Promise<BegunRequest>
  /** Forgets an attempt that came to nothing: the request may be made again. */
  giveUp(claim: RequestClaim): Promise<void>
  /** Keeps the answer, in the transaction of what it tells of. `lost`: this attempt counts as given up, and must change nothing. */
  settle(claim: RequestClaim, answer: KeptAnswer, until: Millis): Promise<'settled' | 'lost'>
}
