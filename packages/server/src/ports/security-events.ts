import type { SessionId, StreamId, UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'

/** What happened, in the words of CAEP and RISC. */
export type SecurityEventType =
  | 'session-revoked'
  | 'credential-change'
  | 'token-claims-change'
  | 'account-disabled'
  | 'account-enabled'
  | 'account-purged'
  | 'identifier-changed'
  /** Of a stream itself, and for it alone. */
  | StreamEventType

export type StreamEventType = 'verification' | 'stream-updated'

/** Something receivers must hear of. It was noted in the transaction in which it happened. */
export interface SecurityEvent {
  /** Its place in the one order in which everybody sees events, beginning with 1. What happened to one user later has a later one. */
  readonly position: number
  readonly type: SecurityEventType
  /** Empty when it is about nobody, but a stream. */
  readonly userId: UserId
  /** Of a session that ended. */
  readonly sessionId: SessionId | null
  /** Where its status bit stands. */
  readonly sessionNumber: number | null
  /** The client that held it; null also for what was noted before this was. */
  readonly clientId: string | null
  /** The stream it is about, and for. */
  readonly streamId: StreamId | null
  /** An `EndReason`, or `deleted`. */
  readonly reason: string | null
  /** What the event says beside this. */
  readonly detail: Readonly<Record<string, unknown>> | null
  readonly occurredAt: Millis
}

/** Everything that happened to users and sessions, in order, as long as it is kept. */
export interface SecurityEvents {
  /**
   * Puts what has been committed since into the order and tells what comes after `position`. Once told, nothing is ever put before it.
   *
   * @returns at most `limit` events, in their order
   */
  after(position: number, limit: number): Promise<readonly SecurityEvent[]>
  /** Notes what a stream must hear of itself. */
  noteOfStream(
    streamId: StreamId,
    type: StreamEventType,
    detail: SecurityEvent['detail'],
    now: Millis,
  ): Promise<void>
  /** The position of the newest event that has one; 0 when there is none. */
  newest(): Promise<number>
  /** The position of the oldest event that is kept; undefined when there is none. */
  oldest(): Promise<number | undefined>
  /** The numbers of sessions that have ended, from `first` and below `end`, as far as that is kept. */
  endedNumbers(first: number, end: number): Promise<readonly number[]>
  /** The lowest number a live session has, and the first that nobody has yet. Undefined: no session is live. */
  liveNumbers(now: Millis): Promise<{ readonly lowest: number; readonly end: number } | undefined>
  /** What mixes the places of the status lists, the same for every process. */
  statusSeed(): Promise<string>
  /**
   * Calls `wake` soon after something was noted, by whatever process. Some wakes may be lost, and some may come for nothing.
   *
   * @returns what stops it
   */
  listen(wake: () => void): Promise<() => Promise<void>>
}
