import { AuthError, type PollRequest, type PollResponse } from '@latchkey/contract'
import { makeSecurityEventToken, type SecurityEventTokenMaker } from '../../forms/security-event-token.js'
import type { Client } from '../../model/client.js'
import { positionOf } from '../../model/event-id.js'
import { type EventStream, movedTo, withSettled } from '../../model/event-stream.js'
import { MINUTE, type Millis, SECOND } from '../../model/time.js'
import type { DeadLetters, EventStreams } from '../../ports/event-streams.js'
import type { EventTail } from '../../ports/event-tail.js'
import type { Log } from '../../ports/log.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import { type FindEventsDeps, type FoundEvents, findEvents } from './steps/find-events.js'
import { noteRefusals } from './steps/note-refusals.js'
import { requireStream } from './steps/require-stream.js'
import { withDueLetters } from './steps/with-due-letters.js'

export interface PollEventsDeps extends SecurityEventTokenMaker, FindEventsDeps {
  readonly eventStreams: Pick<EventStreams, 'find' | 'replace' | 'exclusionsOf'>
  readonly securityEvents: Pick<SecurityEvents, 'after' | 'newest'>
  readonly deadLetters: Pick<DeadLetters, 'note' | 'dueOf' | 'settle'>
  readonly tail: Pick<EventTail, 'beyond' | 'position'>
  readonly log: Log
}

export interface PollEvents {
  readonly client: Client
  readonly streamId: string
  readonly asked: PollRequest
}

/** Below what proxies wait for an answer. */
const LONGEST_WAIT = 25 * SECOND
const DEFAULT_MOST = 100
/** As many as can be acknowledged, or refused with words, in one request. */
const MOST_EVENTS = 200
/** What is not for a stream moves it along; that is written down now and then. */
const WRITE_AFTER = 200
const WRITE_EVERY: Millis = 1 * MINUTE
const MOST_ATTEMPTS = 8

/**
 * What a receiver has got, and what comes next (RFC 8936 §2). It waits for something to happen unless it is asked not to. What is not
 * acknowledged is told again, by whatever process is asked.
 *
 * @throws AuthError `stream_unknown` for one that is pushed, too
 */
export const pollEvents = async (
  deps: PollEventsDeps,
  { client, streamId, asked }: PollEvents,
): Promise<PollResponse> => {
  const most = Math.min(asked.maxEvents ?? DEFAULT_MOST, MOST_EVENTS)
  const settled = await settle(deps, { client, streamId, asked }, most)
  let found = await withDueLetters(deps, settled.stream, settled.found, most)
  let { stream } = settled

  const until = deps.clock.now() + LONGEST_WAIT
  const waits = asked.returnImmediately !== true && most > 0
  while (waits && found.events.length === 0 && !found.hasMore) {
    const left = until - deps.clock.now()
    if (left <= 0) break
    await deps.tail.beyond(found.lookedTo, left)
    if (deps.tail.position() <= found.lookedTo) break
    stream = await requirePolled(deps, client, streamId)
    found = await findEvents(deps, stream, most)
  }

  const tokens = found.events.map((event) => makeSecurityEventToken(deps, stream, event))
  return {
    sets: Object.fromEntries(tokens.map(({ id, text }) => [id, text])),
    moreAvailable: found.hasMore,
  }
}

/** Settles what was acknowledged or refused, again when somebody else has changed the stream meanwhile, and looks what is next. */
const settle = async (
  deps: PollEventsDeps,
  { client, streamId, asked }: PollEvents,
  most: number,
): Promise<{ readonly stream: EventStream; readonly found: FoundEvents }> => {
  const ids = [...(asked.ack ?? []), ...Object.keys(asked.setErrs ?? {})]
  // What nobody can have seen is not taken for seen: it would never be told.
  const newest = ids.length === 0 ? 0 : await deps.securityEvents.newest()
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const read = await requirePolled(deps, client, streamId)
    const positions = ids
      .map((id) => positionOf(read.id, id) ?? newest + 1)
      .filter((position) => position <= newest)
    if (attempt === 0) {
      await noteRefusals(deps, read, asked.setErrs ?? {})
      for (const position of positions.filter((at) => at <= read.position && !isRefused(read, asked, at)))
        await deps.deadLetters.settle(read.id, position)
    }
    const acknowledged = positions.length === 0 ? read : withSettled(read, positions)
    const found = await findEvents(deps, acknowledged, most)
    const now = deps.clock.now()
    const isWorthIt =
      acknowledged !== read ||
      found.settledTo - read.position >= WRITE_AFTER ||
      now - read.activeAt >= WRITE_EVERY
    if (!isWorthIt) return { stream: read, found }
    const stream: EventStream = { ...movedTo(acknowledged, found.settledTo), activeAt: now }
    if ((await deps.eventStreams.replace(stream)) === 'replaced') return { stream, found }
  }
  throw new AuthError('overloaded', { detail: 'a stream was changed again and again' })
}

const isRefused = ({ id }: EventStream, { setErrs = {} }: PollRequest, position: number): boolean =>
  Object.hasOwn(setErrs, `${id}.${position}`)

const requirePolled = async (deps: PollEventsDeps, client: Client, id: string): Promise<EventStream> => {
  const stream = await requireStream(deps, client, id)
  if (stream.delivery.kind !== 'poll') throw new AuthError('stream_unknown', { detail: `${id} is pushed` })
  return stream
}
