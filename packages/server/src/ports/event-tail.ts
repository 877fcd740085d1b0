import type { Millis } from '../model/time.js'
import type { SecurityEvent } from './security-events.js'

/** Told of every event, once each and in order. */
export type OnEvents = (events: readonly SecurityEvent[]) => void

/** The security events of every process, as they happen. */
export interface EventTail {
  /** The position of the last event that was told. */
  position(): number
  /** When the database was last asked, with an answer. Events up to that moment have been told. */
  upToDateAt(): Millis
  /** @returns what ends it */
  subscribe(onEvents: OnEvents): () => void
  /** Resolves when there is an event beyond `position`, when nobody wants to wait any longer, or when the tail stops. */
  beyond(position: number, longest: Millis): Promise<void>
  /** Asks now. Whoever waits for what it has itself written gets it without waiting for a round. */
  catchUp(): Promise<void>
  stop(): Promise<void>
}
