import type { Millis } from '../model/time.js'

/** The time. Injected, so that tests can hold it still. */
export interface Clock {
  now(): Millis
}
