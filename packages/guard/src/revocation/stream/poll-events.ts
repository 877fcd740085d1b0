import { SECOND } from '../../time.js'
import { callTransmitter } from './call-transmitter.js'
import type { ClientToken } from './client-token.js'
import type { EventStream } from './event-stream.js'
import type { Transmitter } from './transmitter.js'
import type { SetRefused } from './verify-set.js'

/** What is told along with a poll of those that came before it. */
export interface Receipts {
  readonly acknowledged: readonly string[]
  readonly refused: ReadonlyMap<string, SetRefused>
}

export interface Poll {
  /** Whether the transmitter answers at once, or waits until there is something to tell. */
  readonly atOnce: boolean
  readonly receipts: Receipts
  readonly signal: AbortSignal
}

export interface PolledEvents {
  /** Each under its id, unverified. */
  readonly sets: readonly { readonly id: string; readonly text: unknown }[]
  readonly moreAvailable: boolean
}

const MAX_EVENTS = 100
const LONGEST_DESCRIPTION = 200
const TIMEOUT = 10 * SECOND
/** Longer than transmitters and proxies keep a poll open that nothing comes of. */
const LONG_TIMEOUT = 35 * SECOND

/** Asks a stream for events once, and tells what became of earlier ones (RFC 8936 §2.2). @throws Error saying what went wrong */
export const pollEvents = async (
  transmitter: Transmitter,
  token: ClientToken,
  { endpoint, poll }: { readonly endpoint: EventStream['endpoint']; readonly poll: Poll },
): Promise<PolledEvents> => {
  const { acknowledged, refused } = poll.receipts
  const setErrs = [...refused].map(([id, { error, detail }]) => [
    id,
    { err: error, description: detail.slice(0, LONGEST_DESCRIPTION) },
  ])
  const value = await callTransmitter(transmitter, token, {
    method: 'POST',
    url: endpoint,
    timeout: poll.atOnce ? TIMEOUT : LONG_TIMEOUT,
    signal: poll.signal,
    body: {
      maxEvents: MAX_EVENTS,
      returnImmediately: poll.atOnce,
      ...(acknowledged.length > 0 && { ack: acknowledged }),
      ...(setErrs.length > 0 && { setErrs: Object.fromEntries(setErrs) }),
    },
  })
  return readAnswer(value)
}

/** `{ "sets": { "jti_1": "eyJ…" }, "moreAvailable": true }` (RFC 8936 §2.3) */
const readAnswer = (value: unknown): PolledEvents => {
  const { sets, moreAvailable } = Object(value) as Record<string, unknown>
  if (typeof sets !== 'object' || sets === null || Array.isArray(sets))
    throw new Error('the answer to a poll holds no sets')
  return {
    sets: Object.entries(sets).map(([id, text]) => ({ id, text })),
    moreAvailable: moreAvailable === true,
  }
}
