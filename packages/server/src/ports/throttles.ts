import type { Throttle } from '../model/throttle.js'
import type { Millis } from '../model/time.js'

/** Counters of attempts, kept and shared between processes. */
export interface Throttles {
  /**
   * Counts an attempt before it is made, so that a thousand at once are a thousand. In the order given; the first one that is
   * in its pause refuses, and an attempt that is refused is counted nowhere.
   */
  take(
    throttles: readonly Throttle[],
    now: Millis,
  ): Promise<{ readonly outcome: 'taken' } | { readonly outcome: 'paused'; readonly until: Millis }>
  /** The attempt was a good one. `reset`: these start again from nothing. `undo`: these count one less. */
  forgive(given: { readonly reset: readonly Throttle[]; readonly undo: readonly Throttle[] }): Promise<void>
}
