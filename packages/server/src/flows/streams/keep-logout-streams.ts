import type { Client } from '../../model/client.js'
import { newStream } from '../../model/event-stream.js'
import { ID_RANDOM_BYTES, newStreamId } from '../../model/ids.js'
import type { Clock } from '../../ports/clock.js'
import type { EventStreams } from '../../ports/event-streams.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SecurityEvents } from '../../ports/security-events.js'

export interface KeepLogoutStreamsDeps {
  readonly clients: readonly Client[]
  readonly eventStreams: Pick<EventStreams, 'keepLogout' | 'endLogoutBut'>
  readonly securityEvents: Pick<SecurityEvents, 'newest'>
  readonly secrets: Pick<Secrets, 'randomHex'>
  readonly clock: Clock
}

/**
 * Each client that wants logout tokens has a stream for them, from when it was first configured so; the others have none. Where processes are
 * configured differently, the one that started last decides.
 */
export const keepLogoutStreams = async (deps: KeepLogoutStreamsDeps): Promise<void> => {
  const told = deps.clients.filter(({ backChannelLogoutUri }) => backChannelLogoutUri !== null)
  await deps.eventStreams.endLogoutBut(told.map(({ id }) => id))
  const now = deps.clock.now()
  for (const { id: clientId, backChannelLogoutUri: endpoint } of told) {
    if (endpoint === null) continue
    const begun = {
      id: newStreamId(now, deps.secrets.randomHex(ID_RANDOM_BYTES)),
      clientId,
      description: null,
      requested: [],
      delivery: { kind: 'logout', endpoint },
      position: await deps.securityEvents.newest(),
    } as const
    await deps.eventStreams.keepLogout(newStream(begun, now))
  }
}
