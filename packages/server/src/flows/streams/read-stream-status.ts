import type { StreamStatus } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { EventStreams } from '../../ports/event-streams.js'
import { requireStream } from './steps/require-stream.js'

/** SSF 1.0 §8.1.2.1. */
export interface StreamStanding {
  readonly stream_id: string
  readonly status: StreamStatus
  readonly reason?: string
}

/** @throws AuthError `stream_unknown` */
export const readStreamStatus = async (
  deps: { readonly eventStreams: Pick<EventStreams, 'find'> },
  { client, streamId }: { readonly client: Client; readonly streamId: string },
): Promise<StreamStanding> => {
  const { id, status, statusReason } = await requireStream(deps, client, streamId)
  return { stream_id: id, status, ...(statusReason !== null && { reason: statusReason }) }
}
