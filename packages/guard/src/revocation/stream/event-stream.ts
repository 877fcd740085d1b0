import { hostname } from 'node:os'
import { problemWithUrl } from '../../keys/web-url.js'
import { SECOND } from '../../time.js'
import { callTransmitter } from './call-transmitter.js'
import type { ClientToken } from './client-token.js'
import { SESSION_REVOKED, WANTED_EVENTS } from './event-types.js'
import type { Transmitter } from './transmitter.js'

/** A stream of this guard's own. */
export interface EventStream {
  readonly id: string
  /** Where its streams are made and ended. */
  readonly configuration: string
  /** Where its events are. */
  readonly endpoint: string
  /** Whom its events are for. */
  readonly audience: readonly string[]
}

/** RFC 8936: events are fetched. */
const POLL = 'urn:ietf:rfc:8936'
const TIMEOUT = 10 * SECOND
const FAREWELL_TIMEOUT = 2 * SECOND

/**
 * Makes a stream (SSF 1.0 §8.1.1.1).
 *
 * @throws Error when the transmitter does not, or makes one that tells no ends
 */
export const createStream = async (
  transmitter: Transmitter,
  token: ClientToken,
  { configuration, signal }: { readonly configuration: string; readonly signal: AbortSignal },
): Promise<EventStream> => {
  const value = await callTransmitter(transmitter, token, {
    method: 'POST',
    url: configuration,
    timeout: TIMEOUT,
    signal,
    body: {
      delivery: { method: POLL },
      events_requested: WANTED_EVENTS,
      description: `guard of ${hostname()}, process ${process.pid}`,
    },
  })
  return { configuration, ...readStream(value, transmitter) }
}

/** Ends it (SSF 1.0 §8.1.1.5). Whoever cannot be told finds out by themselves: nobody polls any more. */
export const deleteStream = async (
  transmitter: Transmitter,
  token: ClientToken,
  { configuration, id }: EventStream,
): Promise<void> => {
  const url = new URL(configuration)
  url.searchParams.set('stream_id', id)
  const signal = AbortSignal.timeout(FAREWELL_TIMEOUT)
  const call = { method: 'DELETE', url: url.href, timeout: FAREWELL_TIMEOUT, signal } as const
  await callTransmitter(transmitter, token, call).catch(() => {})
}

/**
 * ```json
 * { "stream_id": "str_…", "iss": "https://id.example.com", "aud": "api", "events_delivered": ["https://…/session-revoked"],
 *   "delivery": { "method": "urn:ietf:rfc:8936", "endpoint_url": "https://id.example.com/…/poll" } }
 * ```
 */
const readStream = (
  value: unknown,
  { issuer, allowHttp }: Transmitter,
): Omit<EventStream, 'configuration'> => {
  const {
    stream_id: id,
    iss,
    aud,
    delivery,
    events_delivered: delivered,
  } = Object(value) as Record<string, unknown>
  const { method, endpoint_url: endpoint } = Object(delivery) as Record<string, unknown>
  if (typeof id !== 'string' || id === '') throw new Error('the stream has no stream_id')
  if (iss !== issuer)
    throw new Error(`the stream is of ${JSON.stringify(iss)?.slice(0, 200)}, not of ${issuer}`)
  if (method !== POLL) throw new Error('the stream is none that can be polled (RFC 8936)')
  const problem = problemWithUrl(endpoint, { allowHttp })
  if (problem !== undefined) throw new Error(`delivery.endpoint_url ${problem}`)
  const audience = [aud].flat().filter((one) => typeof one === 'string' && one !== '') as string[]
  if (audience.length === 0) throw new Error('the stream has no aud')
  if (!Array.isArray(delivered) || !delivered.includes(SESSION_REVOKED))
    throw new Error('the stream tells no ends of sessions: its events_delivered lack session-revoked')
  return { id, endpoint: String(endpoint), audience }
}
