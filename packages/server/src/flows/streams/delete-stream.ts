import { AuthError } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { parseStreamId } from '../../model/ids.js'
import type { EventStreams } from '../../ports/event-streams.js'
import type { Log } from '../../ports/log.js'

export interface DeleteStreamDeps {
  readonly eventStreams: Pick<EventStreams, 'remove'>
  readonly log: Log
}

/**
 * A stream and everything that waits in it (SSF 1.0 §8.1.1.5).
 *
 * @throws AuthError `stream_unknown`
 */
export const deleteStream = async (
  { eventStreams, log }: DeleteStreamDeps,
  { client, streamId }: { readonly client: Client; readonly streamId: string },
): Promise<void> => {
  const id = parseStreamId(streamId)
  if (id === undefined || (await eventStreams.remove(id, client.id)) === 'unknown')
    throw new AuthError('stream_unknown')
  log.info('stream of security events deleted', { stream: id, client: client.id })
}
