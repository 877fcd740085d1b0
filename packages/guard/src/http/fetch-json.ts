import { SECOND } from '../time.js'

export interface JsonEndpoint {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds for the whole exchange, body included. */
  readonly timeout: number
  readonly maxBytes: number
}

/** An answer that was none. */
export class UnexpectedStatus extends Error {
  override readonly name = 'UnexpectedStatus'
  readonly status: number
  /** Milliseconds, when the answer said how long to stay away (RFC 9110 §10.2.3). */
  readonly retryAfter: number | undefined

  constructor({ status, headers }: Response) {
    super(`answered ${status}`)
    this.status = status
    const seconds = /^\d{1,10}$/.exec(headers.get('retry-after') ?? '')?.[0]
    this.retryAfter = seconds === undefined ? undefined : Number(seconds) * SECOND
  }
}

/** An answer that came, and is too large or no JSON. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

export interface JsonAnswer {
  readonly value: unknown
  readonly headers: Headers
}

/**
 * Asks once and reads JSON. Nothing is followed elsewhere, nothing larger or slower than allowed is read.
 *
 * @throws Error whose message says what went wrong, without repeating what was sent
 */
export async function fetchJson(endpoint: JsonEndpoint, init: RequestInit = {}): Promise<JsonAnswer> {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  // The race bounds the wait even for a fetch that does not listen to its signal.
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${endpoint.timeout} ms`))
      stop.abort()
    }, endpoint.timeout)
  })
  try {
    return await Promise.race([load(endpoint, { ...init, signal: stop.signal }), tooLate])
  } finally {
    clearTimeout(timer)
    stop.abort() // whatever is left of an answer we refused
  }
}

async function load({ url, fetch, maxBytes }: JsonEndpoint, init: RequestInit): Promise<JsonAnswer> {
  // The address that was configured answers, and nobody else.
  const response = await fetch(url, { ...init, redirect: 'manual' })
  if (response.status !== 200 || response.redirected) throw new UnexpectedStatus(response)
  return { value: parse(await readText(response, maxBytes)), headers: response.headers }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new UnreadableAnswer(`the answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableAnswer('the answer is not JSON')
  }
}
