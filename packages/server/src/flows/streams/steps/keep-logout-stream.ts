import type { Client } from '../../../model/client.js'
import { newStream } from '../../../model/event-stream.js'
import { ID_RANDOM_BYTES, newStreamId } from '../../../model/ids.js'
import type { Clock } from '../../../ports/clock.js'
import type { LogoutStreams } from '../../../ports/event-streams.js'
import type { Secrets } from '../../../ports/secrets.js'

export interface KeepLogoutStreamDeps {
  readonly secrets: Pick<Secrets, 'randomHex'>
  readonly clock: Clock
}

/**
 * A client that wants logout tokens has a stream for them to its address, and another has none.
 *
 * @param from the position a new stream begins behind; one that is there stays where it stands
 */
export const keepLogoutStream = async (
  deps: KeepLogoutStreamDeps,
  streams: Pick<LogoutStreams, 'keep' | 'end'>,
  { id: clientId, backChannelLogoutUri: endpoint }: Pick<Client, 'id' | 'backChannelLogoutUri'>,
  from: number,
): Promise<void> => {
  if (endpoint === null) return streams.end(clientId)
  const now = deps.clock.now()
  const begun = {
    id: newStreamId(now, deps.secrets.randomHex(ID_RANDOM_BYTES)),
    clientId,
    description: null,
    requested: [],
    delivery: { kind: 'logout', endpoint },
    position: from,
  } as const
  await streams.keep(newStream(begun, now))
}
