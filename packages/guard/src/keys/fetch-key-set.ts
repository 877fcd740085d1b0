import { SECOND } from '../time.js'
import { type KeySet, readKeySet } from './key-set.js'

export interface KeyEndpoint {
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds for the whole exchange, body included. */
  readonly timeout: number
  readonly maxBytes: number
}

/** A key set as its issuer published it just now. */
export interface FetchedKeySet {
  readonly keys: KeySet
  /** Milliseconds the issuer said it may be kept, when it said so. */
  readonly freshFor: number | undefined
}

/** Fetches a key set once. Rejects with an `Error` whose message says what went wrong. */
export async function fetchKeySet(endpoint: KeyEndpoint): Promise<FetchedKeySet> {
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
    return await Promise.race([load(endpoint, stop.signal), tooLate])
  } finally {
    clearTimeout(timer)
    stop.abort() // whatever is left of an answer we refused
  }
}

async function load(endpoint: KeyEndpoint, signal: AbortSignal): Promise<FetchedKeySet> {
  const response = await endpoint.fetch(endpoint.url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'manual', // keys come from the address that was configured, from nowhere else
    signal,
  })
  if (response.status !== 200 || response.redirected) throw new Error(`answered ${response.status}`)
  const keys = readKeySet(parse(await readText(response, endpoint.maxBytes)))
  if (keys === undefined) throw new Error('the answer is not a JWK Set')
  return { keys, freshFor: freshnessOf(response.headers) }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) throw new Error(`the answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Error('the answer is not JSON')
  }
}

/** RFC 9111 §4.2: `max-age` less the time the answer spent in caches on its way. */
function freshnessOf(headers: Headers): number | undefined {
  const directives = headers.get('cache-control') ?? ''
  if (/(^|[\s,])no-(store|cache)\b/i.test(directives)) return 0
  const seconds = /(?:^|[\s,])max-age="?(\d{1,10})\b/i.exec(directives)?.[1]
  if (seconds === undefined) return undefined
  const age = /^\d{1,10}$/.exec(headers.get('age') ?? '')?.[0] ?? 0
  return Math.max(0, Number(seconds) - Number(age)) * SECOND
}
