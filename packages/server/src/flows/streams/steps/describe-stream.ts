import {
  POLL_DELIVERY,
  PUSH_DELIVERY,
  paths,
  SECURITY_EVENT_URIS,
  type StreamConfiguration,
} from '@latchkey/contract'
import type { EventStream } from '../../../model/event-stream.js'
import { DAY, SECOND } from '../../../model/time.js'
import { VERIFICATION_INTERVAL } from './verification-interval.js'

const SUPPORTED: readonly string[] = Object.values(SECURITY_EVENT_URIS)
/** As long as the sweep leaves a stream alone that nobody polls. */
const INACTIVITY_TIMEOUT = 1 * DAY

/** What can be asked for when nothing is said. */
export const allEvents = (): readonly string[] => SUPPORTED

/** A stream as its receiver sees it (SSF 1.0 §8.1.1). The Authorization header it gave is not told again. */
export const describeStream = (issuer: string, stream: EventStream): StreamConfiguration => ({
  stream_id: stream.id,
  iss: issuer,
  aud: stream.clientId,
  events_supported: [...SUPPORTED],
  events_requested: [...stream.requested],
  events_delivered: SUPPORTED.filter((uri) => stream.requested.includes(uri)),
  delivery:
    stream.delivery.kind === 'push'
      ? { method: PUSH_DELIVERY, endpoint_url: stream.delivery.endpoint }
      : { method: POLL_DELIVERY, endpoint_url: `${issuer}${paths.pollEvents}/${stream.id}` },
  min_verification_interval: VERIFICATION_INTERVAL / SECOND,
  ...(stream.delivery.kind === 'poll' && { inactivity_timeout: INACTIVITY_TIMEOUT / SECOND }),
  ...(stream.description !== null && { description: stream.description }),
})
