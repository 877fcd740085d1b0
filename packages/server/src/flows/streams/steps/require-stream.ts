import { AuthError } from '@latchkey/contract'
import type { Client } from '../../../model/client.js'
import type { EventStream } from '../../../model/event-stream.js'
import { parseStreamId } from '../../../model/ids.js'
import type { EventStreams } from '../../../ports/event-streams.js'

/** @throws AuthError `stream_unknown` for what is no stream of this client: of another's it learns not even that there is one */
export const requireStream = async (
  { eventStreams }: { readonly eventStreams: Pick<EventStreams, 'find'> },
  client: Client,
  text: string,
): Promise<EventStream> => {
  const id = parseStreamId(text)
  const stream = id && (await eventStreams.find(id, client.id))
  if (stream === undefined) throw new AuthError('stream_unknown')
  return stream
}
