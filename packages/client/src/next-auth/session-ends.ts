import { statusListClaims, statusReference } from '@latchkey/contract'
import { z } from 'zod'
import type { BridgeSettings } from './bridge-settings.js'

const SECOND = 1000
/** A list is used again for so long, whatever it says of itself: how late an end is seen. */
const LONGEST_USE = 5 * SECOND
/** After a list could not be had, the server is left alone for so long. */
const PAUSE = 5 * SECOND
/** A hint is not worth a longer wait of a page. */
const PATIENCE = 1 * SECOND
const MOST_LISTS = 128
/** A million bits, and not much more: nobody fills our memory by what he packs small. */
const MOST_BYTES = 1 << 18

/**
 * Whether the session of an access token may have ended, by the status list the token names (Token Status List §8): one request
 * every few seconds, however many sessions there are.
 *
 * A hint and no more: the lists are read without their signatures, and whoever is told true asks the server itself. When
 * a list cannot be had it is false, as before: the session stands until its access token is renewed.
 */
export type MayHaveEnded = (accessToken: string) => Promise<boolean>

interface KnownList {
  readonly bits: Uint8Array
  readonly until: number
}

export interface SessionEndsDeps {
  readonly settings: () => BridgeSettings
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export const createSessionEnds = ({ settings, now }: SessionEndsDeps): MayHaveEnded => {
  const lists = new Map<string, KnownList>()
  const underWay = new Map<string, Promise<KnownList>>()

  const read = (uri: string): Promise<KnownList> => {
    const started = underWay.get(uri)
    if (started !== undefined) return started
    const askedAt = now()
    const reading = fetchList(uri, Math.min(settings().timeoutMs, PATIENCE))
      .then(
        (bits): KnownList => ({ bits, until: askedAt + LONGEST_USE }),
        // What was known goes on: what has ended does not come back.
        (): KnownList => ({ bits: lists.get(uri)?.bits ?? NOTHING, until: now() + PAUSE }),
      )
      .then((list) => {
        lists.delete(uri)
        lists.set(uri, list)
        const [oldest] = lists.keys()
        if (lists.size > MOST_LISTS && oldest !== undefined) lists.delete(oldest)
        return list
      })
      .finally(() => underWay.delete(uri))
    underWay.set(uri, reading)
    return reading
  }

  return async (accessToken) => {
    const place = placeOf(accessToken)
    // Only the server's own: a token is not asked where to send requests.
    if (place === undefined || !place.uri.startsWith(`${settings().issuer}/`)) return false
    const known = lists.get(place.uri)
    const { bits } = known !== undefined && now() < known.until ? known : await read(place.uri)
    return (((bits[place.idx >> 3] ?? 0) >> (place.idx & 7)) & 1) === 1
  }
}

const NOTHING = new Uint8Array()

const claimsWithPlace = z.object({ status: statusReference })

/** `{ "status": { "status_list": { "idx": 4711, "uri": "https://id.example.com/status-lists/0" } } }`; undefined in older and in opaque tokens. */
const placeOf = (accessToken: string): z.infer<typeof statusReference>['status_list'] | undefined =>
  claimsWithPlace.safeParse(payloadOf(accessToken)).data?.status.status_list

/** @throws when nothing answers, or something else than a list of single bits */
const fetchList = async (uri: string, timeoutMs: number): Promise<Uint8Array> => {
  const response = await fetch(uri, {
    headers: { accept: 'application/statuslist+jwt' },
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  const { status_list: list } = statusListClaims.parse(payloadOf(await response.text()))
  if (list.bits !== 1) throw new Error('a list of more than one bit each')
  return inflate(bytesOf(list.lst))
}

/** §4.1: DEFLATE in the ZLIB format (RFC 1950). */
const inflate = async (packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> => {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const chunks: Uint8Array[] = []
  for (let length = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > MOST_BYTES) {
      await reader.cancel()
      throw new Error('a list that is too long')
    }
    chunks.push(value)
  }
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

const payloadOf = (jwt: string): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(jwt.split('.')[1] ?? '')))
  } catch {
    return undefined
  }
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
