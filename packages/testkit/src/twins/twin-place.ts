import type { Millis } from '../time.js'

/** Where a twin answers, and when. */
export interface TwinPlace {
  /** Everything of the twin is below it. */
  readonly url: string
  readonly now: () => Millis
}
