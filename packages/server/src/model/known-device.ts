import type { Millis } from './time.js'

/** A browser that has signed in to an account. */
export interface KnownDevice {
  readonly name: string
  /** Under which password. Who knew the one before has no easier time to guess this one. */
  readonly passwordChangedAt: Millis
}
