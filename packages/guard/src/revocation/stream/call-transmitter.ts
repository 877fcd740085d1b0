import { UnexpectedStatus } from '../../http/fetch-json.js'
import { fetchText, type TextAnswer } from '../../http/fetch-text.js'
import type { ClientToken } from './client-token.js'
import type { Transmitter } from './transmitter.js'

export interface TransmitterCall {
  readonly method: 'POST' | 'DELETE'
  readonly url: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Milliseconds. */
  readonly timeout: number
  readonly signal: AbortSignal
}

/** A hundred events of the largest kind, many times over. */
const MAX_BYTES = 2 * 1024 * 1024

/**
 * Calls an endpoint of a transmitter with the token of this guard, and once more with another one when that is refused.
 *
 * @returns what it said; undefined when it said nothing
 * @throws UnexpectedStatus for any other status than success, Error for what else went wrong
 */
export const callTransmitter = async (
  { fetch }: Pick<Transmitter, 'fetch'>,
  token: ClientToken,
  { method, url, body, timeout, signal }: TransmitterCall,
): Promise<unknown> => {
  const ask = (bearer: string): Promise<TextAnswer> =>
    fetchText(
      { url, fetch, timeout, maxBytes: MAX_BYTES },
      {
        method,
        signal,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${bearer}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
    )
  const first = await token.get(signal)
  let answer = await ask(first)
  if (answer.status === 401) {
    token.drop(first)
    const second = await token.get(signal)
    answer = await ask(second)
    if (answer.status === 401) token.drop(second)
  }
  if (answer.status < 200 || answer.status > 299) throw new UnexpectedStatus(answer)
  return answer.text === '' ? undefined : parse(answer.text)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('the answer is not JSON')
  }
}
