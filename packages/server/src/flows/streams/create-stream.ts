import { AuthError, type CreateStreamRequest, type StreamConfiguration } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { MOST_STREAMS_OF_A_CLIENT, newStream } from '../../model/event-stream.js'
import { ID_RANDOM_BYTES, newStreamId } from '../../model/ids.js'
import type { Clock } from '../../ports/clock.js'
import type { EventStreams } from '../../ports/event-streams.js'
import type { Log } from '../../ports/log.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import { type ChooseDeliveryDeps, chooseDelivery } from './steps/choose-delivery.js'
import { allEvents, describeStream } from './steps/describe-stream.js'

export interface CreateStreamDeps extends ChooseDeliveryDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'add'>
  readonly securityEvents: Pick<SecurityEvents, 'after' | 'newest'>
  readonly secrets: Pick<Secrets, 'seal' | 'randomHex'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * A new stream (SSF 1.0 §8.1.1.1). It begins after what has happened until now.
 *
 * @throws AuthError `stream_limit_reached`, `invalid_parameter`
 */
export const createStream = async (
  deps: CreateStreamDeps,
  { client, wanted }: { readonly client: Client; readonly wanted: CreateStreamRequest },
): Promise<StreamConfiguration> => {
  const delivery = chooseDelivery(deps, wanted.delivery)
  const now = deps.clock.now()
  const begun = {
    id: newStreamId(now, deps.secrets.randomHex(ID_RANDOM_BYTES)),
    clientId: client.id,
    description: wanted.description ?? null,
    requested: wanted.events_requested ?? allEvents(),
    delivery,
    position: await deps.securityEvents.newest(),
  }
  const stream = newStream(begun, now)
  const outcome = await deps.eventStreams.add(stream, MOST_STREAMS_OF_A_CLIENT)
  if (outcome === 'limit-reached') throw new AuthError('stream_limit_reached', { detail: client.id })
  deps.log.info('stream of security events created', {
    stream: stream.id,
    client: client.id,
    kind: delivery.kind,
  })
  return describeStream(deps.issuer, stream)
}
