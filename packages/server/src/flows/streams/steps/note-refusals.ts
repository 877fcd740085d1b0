import type { PollRequest } from '@latchkey/contract'
import { positionOf } from '../../../model/event-id.js'
import type { EventStream } from '../../../model/event-stream.js'
import type { Clock } from '../../../ports/clock.js'
import type { DeadLetters } from '../../../ports/event-streams.js'
import type { Log } from '../../../ports/log.js'
import type { SecurityEvents } from '../../../ports/security-events.js'

export interface NoteRefusalsDeps {
  readonly securityEvents: Pick<SecurityEvents, 'after'>
  readonly deadLetters: Pick<DeadLetters, 'note'>
  readonly clock: Clock
  readonly log: Log
}

/** Keeps what a receiver could not take for an operator to look at (RFC 8936 §2.6). It is not told again by itself. */
export const noteRefusals = async (
  { securityEvents, deadLetters, clock, log }: NoteRefusalsDeps,
  stream: EventStream,
  refusals: NonNullable<PollRequest['setErrs']>,
): Promise<void> => {
  for (const [id, { err, description }] of Object.entries(refusals)) {
    const position = positionOf(stream.id, id)
    const [event] = position === undefined ? [] : await securityEvents.after(position - 1, 1)
    if (event === undefined || event.position !== position) continue
    // What another stream says of itself was never told here.
    if (event.streamId !== null && event.streamId !== stream.id) continue
    const error = description === undefined ? err : `${err}: ${description}`
    log.warn('a receiver refused a security event', { stream: stream.id, jti: id, error })
    await deadLetters.note({ streamId: stream.id, event, error, notedAt: clock.now(), isDue: false })
  }
}
