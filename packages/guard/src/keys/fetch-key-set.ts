import { fetchJson, type JsonEndpoint } from '../http/fetch-json.js'
import { SECOND } from '../time.js'
import { type KeySet, type ReadKeySetOptions, readKeySet } from './key-set.js'

/** A key set as its issuer published it just now. */
export interface FetchedKeySet {
  readonly keys: KeySet
  /** Milliseconds the issuer said it may be kept, when it said so. */
  readonly freshFor: number | undefined
}

/** Fetches a key set once. Rejects with an `Error` whose message says what went wrong. */
export async function fetchKeySet(
  endpoint: JsonEndpoint & Pick<ReadKeySetOptions, 'takes'>,
): Promise<FetchedKeySet> {
  const accept = 'application/jwk-set+json, application/json'
  const { value, headers } = await fetchJson(endpoint, { headers: { accept } })
  const keys = readKeySet(value, endpoint)
  if (keys === undefined) throw new Error('the answer is not a JWK Set')
  return { keys, freshFor: freshnessOf(headers) }
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
