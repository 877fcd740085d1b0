import { uriOf } from '../../../forms/said-event.js'
import type { EventStream } from '../../../model/event-stream.js'
import type { EventStreams } from '../../../ports/event-streams.js'
import type { SecurityEvent, SecurityEvents } from '../../../ports/security-events.js'

export interface FindEventsDeps {
  readonly eventStreams: Pick<EventStreams, 'exclusionsOf'>
  readonly securityEvents: Pick<SecurityEvents, 'after'>
}

/** What lies before a stream. */
export interface FoundEvents {
  /** In their order; nothing that is settled. */
  readonly events: readonly SecurityEvent[]
  /** How far was looked. */
  readonly lookedTo: number
  /** Up to where everything is settled or not for this stream. */
  readonly settledTo: number
  /** Whether there are, or may be, others behind. */
  readonly hasMore: boolean
}

const BATCH = 500
/** How many of other streams, or held, are passed over in one go. */
const MOST_LOOKED_AT = 10_000

/** Looks what a stream has to tell next. Reads, and writes nothing. */
export const findEvents = async (
  deps: FindEventsDeps,
  stream: EventStream,
  most: number,
): Promise<FoundEvents> => {
  const acknowledged = new Set(stream.acknowledged)
  const events: SecurityEvent[] = []
  let excluded: ReadonlySet<string> | undefined
  let [lookedTo, settledTo, isWhole] = [stream.position, stream.position, true]
  const found = (hasMore: boolean): FoundEvents => ({ events, lookedTo, settledTo, hasMore })

  while (lookedTo - stream.position < MOST_LOOKED_AT) {
    const batch = await deps.securityEvents.after(lookedTo, BATCH)
    if (batch.length > 0) excluded ??= await deps.eventStreams.exclusionsOf(stream.id)
    for (const event of batch) {
      const fate = acknowledged.has(event.position) ? 'pass' : fateOf(stream, event, excluded)
      if (fate === 'send' && events.length >= most) return found(true)
      if (fate === 'send') events.push(event)
      lookedTo = event.position
      isWhole &&= fate === 'pass'
      if (isWhole) settledTo = event.position
    }
    if (batch.length < BATCH) return found(false)
  }
  // Of a stream that holds so much there is nothing to tell until it is enabled: whoever waits for it waits for that.
  if (!isWhole && events.length === 0) return { ...found(false), lookedTo: Number.MAX_SAFE_INTEGER }
  return found(true)
}

/** `hold`: not now, but later. `pass`: never. */
const fateOf = (
  stream: EventStream,
  event: SecurityEvent,
  excluded: ReadonlySet<string> | undefined,
): 'send' | 'hold' | 'pass' => {
  // What a stream says of itself it says whatever its status, and to nobody else.
  if (event.streamId !== null) return event.streamId === stream.id ? 'send' : 'pass'
  if (stream.delivery.kind === 'logout') return isEndFor(stream, event) ? 'send' : 'pass'
  if (stream.status === 'disabled' || !stream.requested.includes(uriOf(event.type))) return 'pass'
  const isExcluded =
    excluded?.has(event.userId) || (event.sessionId !== null && excluded?.has(event.sessionId))
  if (isExcluded) return 'pass'
  return stream.status === 'paused' ? 'hold' : 'send'
}

/** A session is held by one client, and nobody else had tokens of it. */
const isEndFor = ({ clientId }: EventStream, { type, clientId: heldBy }: SecurityEvent): boolean =>
  type === 'session-revoked' && heldBy === clientId
