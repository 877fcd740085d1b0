import type { DeadLetterList } from '@latchkey/contract'
import { listDeadLetters } from '../flows/admin/list-dead-letters.js'
import { retryDeadLetters } from '../flows/admin/retry-dead-letters.js'
import { CommandError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { print } from './print.js'
import { whereUnknown } from './where-unknown.js'
import { withStorage } from './with-storage.js'

interface Typed {
  readonly config?: string
  readonly json?: boolean
}

/** `latchkey events dead`: security events that receivers refused. */
export const showDeadLetters = (typed: Typed): Promise<void> =>
  withStorage(typed.config, async ({ storage }) => {
    const letters = await listDeadLetters(storage)
    const lines = letters.items.map(describe)
    print(typed, {
      document: letters,
      lines: lines.length === 0 ? ['No receiver has refused an event.'] : lines,
    })
  })

/** `latchkey events retry`: has everything a receiver refused sent to it once more. */
export const sendDeadLettersAgain = (stream: string, typed: Typed): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const retried = await retryDeadLetters(operatingDeps(deps), operatingCommand(), stream).catch(
      whereUnknown(
        new CommandError(
          'Nothing was refused in a stream of this name.',
          '`latchkey events dead` shows what was refused, and in which streams.',
        ),
      ),
    )
    const events = retried.due === 1 ? '1 event is' : `${retried.due} events are`
    print(typed, { document: retried, lines: [`${events} due. They go out with the next ones.`] })
  })

const describe = ({ stream, position, type, error, notedAt, due }: DeadLetterList['items'][number]): string =>
  [
    stream,
    String(position).padStart(8),
    type,
    `refused ${notedAt}`,
    // A receiver's words: as JSON, so that they stay on their line.
    JSON.stringify(error),
    ...(due ? ['due'] : []),
  ].join('  ')
