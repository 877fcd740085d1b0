import { AuthError } from '@latchkey/contract'
import type { Client } from '../../../model/client.js'
import type { EventStream } from '../../../model/event-stream.js'
import type { EventStreams } from '../../../ports/event-streams.js'
import { requireStream } from './require-stream.js'

const MOST_ATTEMPTS = 8

/**
 * Reads a stream, changes it and writes it, again when somebody else has changed it meanwhile.
 *
 * @param change pure: it may run more than once. The same stream back means that there is nothing to write
 * @throws AuthError `stream_unknown`, and whatever `change` throws
 */
export const changeStream = async (
  deps: { readonly eventStreams: Pick<EventStreams, 'find' | 'replace'> },
  { client, streamId }: { readonly client: Client; readonly streamId: string },
  change: (stream: EventStream) => EventStream,
): Promise<EventStream> => {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const stream = await requireStream(deps, client, streamId)
    const changed = change(stream)
    if (changed === stream || (await deps.eventStreams.replace(changed)) === 'replaced') return changed
  }
  throw new AuthError('overloaded', { detail: 'a stream was changed again and again' })
}
