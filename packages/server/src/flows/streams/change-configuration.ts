import {
  AuthError,
  type ChangeStreamRequest,
  POLL_DELIVERY,
  type StreamConfiguration,
} from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { EventStream } from '../../model/event-stream.js'
import type { Clock } from '../../ports/clock.js'
import type { EventStreams } from '../../ports/event-streams.js'
import { changeStream } from './steps/change-stream.js'
import { type ChooseDeliveryDeps, chooseDelivery } from './steps/choose-delivery.js'
import { allEvents, describeStream } from './steps/describe-stream.js'

export interface ChangeConfigurationDeps extends ChooseDeliveryDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find' | 'replace'>
  readonly clock: Clock
}

export interface ChangeConfiguration {
  readonly client: Client
  readonly wanted: ChangeStreamRequest
  /** `update`: what is not named stays (SSF 1.0 §8.1.1.3). `replace`: it goes back to what it is when nothing is said (§8.1.1.4). */
  readonly how: 'update' | 'replace'
}

/** @throws AuthError `stream_unknown`; `invalid_parameter` for what the receiver cannot choose and repeats wrongly */
export const changeConfiguration = async (
  deps: ChangeConfigurationDeps,
  { client, wanted, how }: ChangeConfiguration,
): Promise<StreamConfiguration> => {
  const delivery = chooseDelivery(deps, wanted.delivery)
  const now = deps.clock.now()
  const changed = await changeStream(deps, { client, streamId: wanted.stream_id }, (stream) => {
    refuseOtherFacts(wanted, describeStream(deps.issuer, stream))
    const kept =
      how === 'update'
        ? stream
        : { description: null, requested: allEvents(), delivery: { kind: 'poll' } as const }
    const next: EventStream = {
      ...stream,
      description: wanted.description === undefined ? kept.description : wanted.description,
      requested: wanted.events_requested ?? kept.requested,
      delivery: wanted.delivery === undefined ? kept.delivery : delivery,
      activeAt: now,
      // Another address may be better than the one that failed.
      ...(wanted.delivery !== undefined && { attempts: 0, lastError: null }),
    }
    return next
  })
  return describeStream(deps.issuer, changed)
}

/** What we say may be repeated, and must be right then. */
const refuseOtherFacts = (wanted: ChangeStreamRequest, facts: StreamConfiguration): void => {
  const { delivery } = wanted
  const poll = delivery?.method === POLL_DELIVERY ? (delivery.endpoint_url ?? undefined) : undefined
  if (poll !== undefined && !poll.endsWith(`/${facts.stream_id}`)) refuse('delivery.endpoint_url')
  for (const name of FACTS) {
    const said = wanted[name]
    if (said !== undefined && !isSame(said, facts[name])) refuse(name)
  }
}

const FACTS = [
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
  'inactivity_timeout',
] as const

/** One audience may be told as a list of one; the order of a list says nothing. */
const isSame = (said: unknown, fact: unknown): boolean => {
  const [left, right] = [said, fact].map((value) => JSON.stringify([value].flat().sort()))
  return left === right
}

const refuse = (parameter: string): never => {
  throw new AuthError('invalid_parameter', { parameter, detail: 'a receiver cannot choose this' })
}
