import type { StreamStatus } from '@latchkey/contract'
import type { StreamId } from './ids.js'
import type { Millis } from './time.js'

/** How events reach the receiver of a stream: it asks for them (RFC 8936), or they are sent to it (RFC 8935). */
export type EventDelivery =
  | { readonly kind: 'poll' }
  | {
      readonly kind: 'push'
      readonly endpoint: string
      /** The value of the Authorization header, sealed. */
      readonly sealedAuthorization: string | null
    }
  /** Logout tokens for the client (OpenID Connect Back-Channel Logout 1.0 §2.5). No receiver made the stream, and none sees it. */
  | { readonly kind: 'logout'; readonly endpoint: string }

/**
 * A receiver's place in the order of all security events (SSF 1.0 §8.1.1). Everything up to `position` is settled: it was acknowledged, or it
 * was not for this stream. Beyond it single events may be settled already.
 */
export interface EventStream {
  readonly id: StreamId
  /** Whose it is. */
  readonly clientId: string
  readonly description: string | null
  /** URIs, as the receiver wrote them. */
  readonly requested: readonly string[]
  readonly delivery: EventDelivery
  readonly status: StreamStatus
  readonly statusReason: string | null
  readonly position: number
  /** Positions beyond `position` that are settled. */
  readonly acknowledged: readonly number[]
  /** Grows with every change: whoever writes says which one it has read. */
  readonly version: number
  readonly createdAt: Millis
  /** When its receiver was last heard of; now and then, not every time. */
  readonly activeAt: Millis
  /** When it was last asked to verify itself. */
  readonly verifiedAt: Millis | null
  /** Failures to push, one after another. */
  readonly attempts: number
  /** Not to be pushed before: it is being pushed, or the receiver is given time. */
  readonly nextAttemptAt: Millis
  readonly lastError: string | null
}

/** More than a fleet of API processes that each hold one. */
export const MOST_STREAMS_OF_A_CLIENT = 100
/** Whom a stream may leave out. */
export const MOST_EXCLUSIONS = 1_000
/** More events than a receiver is given before it acknowledges. */
const MOST_ACKNOWLEDGED = 5_000

/** A stream that begins: what it says of a receiver, and where it stands. */
export const newStream = (
  begun: Pick<EventStream, 'id' | 'clientId' | 'description' | 'requested' | 'delivery' | 'position'>,
  now: Millis,
): EventStream => ({
  ...begun,
  status: 'enabled',
  statusReason: null,
  acknowledged: [],
  version: 1,
  createdAt: now,
  activeAt: now,
  verifiedAt: null,
  attempts: 0,
  nextAttemptAt: now,
  lastError: null,
})

/** The stream after some of its events were settled, wherever they stand. */
export const withSettled = (stream: EventStream, positions: readonly number[]): EventStream => {
  const acknowledged = new Set([...stream.acknowledged, ...positions])
  return {
    ...stream,
    acknowledged: [...acknowledged].filter((at) => at > stream.position).slice(0, MOST_ACKNOWLEDGED),
  }
}

/** The stream after everything up to a position was settled. It never goes back. */
export const movedTo = (stream: EventStream, position: number): EventStream => {
  if (position <= stream.position) return stream
  return { ...stream, position, acknowledged: stream.acknowledged.filter((at) => at > position) }
}
