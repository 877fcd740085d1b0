import { SECOND } from '../time.js'
import { type Endpoint, fetchText, type TextAnswer, UnreadableAnswer } from './fetch-text.js'

/** An answer that was none. */
export class UnexpectedStatus extends Error {
  override readonly name = 'UnexpectedStatus'
  readonly status: number
  /** Milliseconds, when the answer said how long to stay away (RFC 9110 §10.2.3). */
  readonly retryAfter: number | undefined

  constructor({ status, headers }: TextAnswer) {
    super(`answered ${status}`)
    this.status = status
    const seconds = /^\d{1,10}$/.exec(headers.get('retry-after') ?? '')?.[0]
    this.retryAfter = seconds === undefined ? undefined : Number(seconds) * SECOND
  }
}

export interface JsonAnswer {
  readonly value: unknown
  readonly headers: Headers
}

/**
 * Asks once and reads JSON, as {@link fetchText} does.
 *
 * @throws UnexpectedStatus for any status but 200, Error for what else went wrong
 */
export async function fetchJson(endpoint: Endpoint, init: RequestInit = {}): Promise<JsonAnswer> {
  const answer = await fetchText(endpoint, init)
  if (answer.status !== 200) throw new UnexpectedStatus(answer)
  return { value: parse(answer.text), headers: answer.headers }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableAnswer('the answer is not JSON')
  }
}
