import type { Throttle } from '../model/throttle.js'
import type { Millis } from '../model/time.js'

/** One attempt on one counter, and what the counter held before: enough to take it back. */
export interface CountedAttempt {
  readonly throttle: Throttle
  readonly at: Millis
  /** What the counter said with this attempt. */
  readonly count: number
  readonly pausedUntilBefore: Millis
  readonly attemptBefore: Millis
}

/** What became of an attempt. `counted` is in the order of the counters. */
export type Taking =
  | { readonly outcome: 'taken'; readonly counted: readonly CountedAttempt[] }
  | { readonly outcome: 'paused'; readonly until: Millis }

/** Counters of attempts, kept and shared between processes. */
export interface Throttles {
  /**
   * Counts an attempt before it is made, so that a thousand at once are a thousand. In the order given; the first one that is
   * in its pause refuses, and an attempt that is refused is counted nowhere.
   */
  take(throttles: readonly Throttle[], now: Millis): Promise<Taking>
  /** The attempt was a good one. `reset`: these start again from nothing. `undo`: as if these had not been counted;
   * each at most once. */
  forgive(given: {
    readonly reset: readonly Throttle[]
    readonly undo: readonly CountedAttempt[]
  }): Promise<void>
}
