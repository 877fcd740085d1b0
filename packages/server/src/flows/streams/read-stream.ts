import type { StreamConfiguration } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { EventStreams } from '../../ports/event-streams.js'
import { describeStream } from './steps/describe-stream.js'
import { requireStream } from './steps/require-stream.js'

export interface ReadStreamDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find' | 'listOf'>
}

/**
 * One stream of a client, or all of them (SSF 1.0 §8.1.1.2).
 *
 * @throws AuthError `stream_unknown`
 */
export const readStream = async (
  deps: ReadStreamDeps,
  { client, streamId }: { readonly client: Client; readonly streamId: string | undefined },
): Promise<StreamConfiguration | readonly StreamConfiguration[]> => {
  if (streamId !== undefined) return describeStream(deps.issuer, await requireStream(deps, client, streamId))
  const streams = await deps.eventStreams.listOf(client.id)
  return streams.map((stream) => describeStream(deps.issuer, stream))
}
