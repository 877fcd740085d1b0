import { statusListClaims } from '@latchkey/contract'
import { fetchText } from '../http/fetch-text.js'
import type { Algorithm } from '../jwt/algorithms.js'
import { readJwt, verifyRead } from '../jwt/verify-jwt.js'
import type { KeySource } from '../keys/key-source.js'
import { type Clock, SECOND } from '../time.js'
import { readStatusList, type StatusList } from './status-list.js'

export interface StatusListSource {
  readonly issuer: string | readonly string[]
  readonly keys: KeySource
  readonly algorithms: readonly Algorithm[]
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
  /** Milliseconds. */
  readonly clockTolerance: number
}

export interface FetchedStatusList {
  readonly list: StatusList
  readonly etag: string | undefined
  /** Milliseconds after which to fetch it again; undefined: its issuer does not say. */
  readonly ttl: number | undefined
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
}

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 2 * 1024 * 1024
const MEDIA_TYPE = 'application/statuslist+jwt'

/**
 * Asks for a list once (Token Status List §8.1) and checks the token it comes in: by the issuer's keys, of the right type, about this very
 * address, and in its time.
 *
 * @param etag of the list that is at hand
 * @returns `same` when that one still holds
 * @throws Error saying what went wrong
 */
export const fetchStatusList = async (
  source: StatusListSource,
  url: string,
  etag: string | undefined,
): Promise<FetchedStatusList | 'same'> => {
  const { text, status, headers } = await fetchText(
    { url, fetch: source.fetch, timeout: TIMEOUT, maxBytes: MAX_BYTES },
    { headers: { accept: MEDIA_TYPE, ...(etag !== undefined && { 'if-none-match': etag }) } },
  )
  if (status === 304 && etag !== undefined) return 'same'
  if (status !== 200) throw new Error(`answered ${status}`)
  const read = readJwt(text.trim(), { algorithms: source.algorithms, maxLength: MAX_BYTES })
  if (!read.ok) throw new Error(`the list is no token: ${read.detail}`)
  const verdict = await verifyRead(read, {
    ...source,
    audience: { claim: 'sub', names: [url] },
    types: ['statuslist+jwt'],
  })
  if (!verdict.ok) throw new Error(`the list is not accepted: ${verdict.detail}`)
  const { success, data } = statusListClaims.safeParse(verdict.payload)
  if (!success) throw new Error('the list lacks claims it must have')
  return {
    list: await readStatusList(data.status_list),
    etag: headers.get('etag') ?? undefined,
    ttl: data.ttl === undefined ? undefined : data.ttl * SECOND,
    expiresAt: verdict.payload.exp * SECOND,
  }
}
