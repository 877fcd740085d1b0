import { parseStreamId } from '../model/ids.js'
import type { DeadLetter } from '../ports/event-streams.js'
import { CommandError } from './command-error.js'
import { withStorage } from './with-storage.js'

const MOST_SHOWN = 200

/** `latchkey events dead`: security events that receivers refused. */
export const listDeadLetters = (options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ storage }) => {
    const letters = await storage.deadLetters.list(MOST_SHOWN)
    for (const letter of letters) console.log(describe(letter))
    if (letters.length === 0) console.log('No receiver has refused an event.')
  })

/** `latchkey events retry`: has everything a receiver refused sent to it once more. */
export const retryDeadLetters = (text: string, options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ storage }) => {
    const id = parseStreamId(text)
    const count = id === undefined ? 0 : await storage.deadLetters.retry(id)
    if (count === 0)
      throw new CommandError(
        'Nothing was refused in a stream of this name.',
        '`latchkey events dead` shows what was refused, and in which streams.',
      )
    console.log(`${count === 1 ? '1 event is' : `${count} events are`} due. They go out with the next ones.`)
  })

const describe = ({ streamId, event, error, notedAt, isDue }: DeadLetter): string =>
  [
    streamId,
    String(event.position).padStart(8),
    event.type,
    `of ${new Date(event.occurredAt).toISOString()}`,
    `refused ${new Date(notedAt).toISOString()}`,
    // A receiver's words: as JSON, so that they stay on their line.
    JSON.stringify(error),
    ...(isDue ? ['due'] : []),
  ].join('  ')
