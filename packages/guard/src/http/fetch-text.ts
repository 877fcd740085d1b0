/** Where to ask, and how much is waited for and read. */
export interface Endpoint {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds for the whole exchange, body included. */
  readonly timeout: number
  readonly maxBytes: number
}

/** An answer that came, and is too large or no JSON. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}

export interface TextAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * Asks once and reads text. Nothing is followed elsewhere, nothing larger or slower than allowed is read.
 *
 * @param init its `signal` ends the wait, too
 *
 * @throws Error whose message says what went wrong, without repeating what was sent
 */
export async function fetchText(endpoint: Endpoint, init: RequestInit = {}): Promise<TextAnswer> {
  const stop = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let giveUp = (): void => {}
  // The race bounds the wait even for a fetch that does not listen to its signal.
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${endpoint.timeout} ms`))
      stop.abort()
    }, endpoint.timeout)
    giveUp = () => {
      reject(new Error('given up'))
      stop.abort()
    }
  })
  const { signal } = init
  // Not `AbortSignal.any`: a signal that outlives many questions would remember each of them.
  signal?.addEventListener('abort', giveUp)
  if (signal?.aborted) giveUp()
  try {
    return await Promise.race([load(endpoint, { ...init, signal: stop.signal }), tooLate])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', giveUp)
    stop.abort() // whatever is left of an answer we refused
  }
}

async function load({ url, fetch, maxBytes }: Endpoint, init: RequestInit): Promise<TextAnswer> {
  // The address that was configured answers, and nobody else.
  const response = await fetch(url, { ...init, redirect: 'manual' })
  if (response.redirected) throw new Error('answered from another address')
  return { status: response.status, headers: response.headers, text: await readText(response, maxBytes) }
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
