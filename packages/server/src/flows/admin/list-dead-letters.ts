import type { DeadLetterList } from '@latchkey/contract'
import { toMoment } from '../../model/time.js'
import type { DeadLetters } from '../../ports/event-streams.js'

const MOST = 200

/** What receivers of security events refused. */
export const listDeadLetters = async ({
  deadLetters,
}: {
  readonly deadLetters: Pick<DeadLetters, 'list'>
}): Promise<DeadLetterList> => ({
  items: (await deadLetters.list(MOST)).map(({ streamId, event, error, notedAt, isDue }) => ({
    stream: streamId,
    position: event.position,
    type: event.type,
    user: event.userId,
    error,
    notedAt: toMoment(notedAt),
    due: isDue,
  })),
  next: null,
})
