import type { EventStream } from '../../../model/event-stream.js'
import type { DeadLetters } from '../../../ports/event-streams.js'
import type { FoundEvents } from './find-events.js'

/** What an operator wants sent once more comes first. */
export const withDueLetters = async (
  { deadLetters }: { readonly deadLetters: Pick<DeadLetters, 'dueOf'> },
  stream: EventStream,
  found: FoundEvents,
  most: number,
): Promise<FoundEvents> => {
  const due = await deadLetters.dueOf(stream.id)
  if (due.length === 0) return found
  const events = [...due.map(({ event }) => event), ...found.events]
  return { ...found, events: events.slice(0, most), hasMore: found.hasMore || events.length > most }
}
