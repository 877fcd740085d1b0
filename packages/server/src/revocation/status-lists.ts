import { paths } from '@latchkey/contract'
import { makeShuffle, STATUS_LIST_SIZE, type StatusReference, statusOf } from '../model/status-index.js'
import { MINUTE, type Millis, toNumericDate } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { Deflate } from '../ports/deflate.js'
import type { EventTail } from '../ports/event-tail.js'
import type { JwtSigner } from '../ports/jwt-signer.js'
import type { Secrets } from '../ports/secrets.js'
import type { SecurityEvents } from '../ports/security-events.js'
import type { StatusLists, StatusListToken } from '../ports/status-lists.js'

export interface StatusListsDeps {
  readonly issuer: string
  readonly securityEvents: Pick<SecurityEvents, 'endedNumbers' | 'liveNumbers' | 'statusSeed'>
  readonly tail: Pick<EventTail, 'subscribe'>
  readonly signer: JwtSigner
  readonly secrets: Pick<Secrets, 'hash'>
  readonly deflate: Deflate
  readonly clock: Clock
  /** How long a list may be kept before it is fetched again. */
  readonly statusListTtl: Millis
  /** How long access JWTs live: no list need outlive them by much. */
  readonly accessTokenLifetime: Millis
}

interface List {
  readonly bits: Uint8Array
  version: number
  made?: { readonly version: number; readonly at: Millis; readonly token: Promise<StatusListToken> }
}

/** The lists in which live sessions stand, from `lowest` and below `end`, as they were at that moment. */
interface LiveLists {
  readonly lowest: number
  readonly end: number
  readonly at: Millis
}

/** How long a list is good for one that has to be fetched however many sessions end: making it takes milliseconds. */
const MIN_AGE = 250
const RANGE_LIFE = 1 * MINUTE
/** A list is served for some time after it was made, and kept for its `ttl` by whoever fetched it: it must hold until then. */
const LEAST_TTLS = 3

/** §4.1: the bit of the lowest index is the lowest of its byte. */
const setBit = (bits: Uint8Array, index: number): void => {
  bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7))
}

const hasBit = (bits: Uint8Array, index: number): boolean =>
  (((bits[index >> 3] ?? 0) >> (index & 7)) & 1) === 1

/** The lists of one process: read once from the database, kept up by the tail of events. */
export const openStatusLists = async (deps: StatusListsDeps): Promise<StatusLists> => {
  const { issuer, securityEvents, clock, statusListTtl } = deps
  const shuffle = makeShuffle((text) => deps.secrets.hash(text), await securityEvents.statusSeed())
  const lists = new Map<number, Promise<List>>()
  /** Those that have been read, for whoever cannot wait. */
  const ready = new Map<number, List>()
  const uriOf = (list: number): string => `${issuer}${paths.statusLists}/${list}`

  const end = (list: List, { index }: StatusReference): void => {
    setBit(list.bits, index)
    list.version += 1
  }

  // Begun before the list is read, so that what happens meanwhile is in one of the two.
  deps.tail.subscribe((events) => {
    for (const { sessionNumber } of events) {
      if (sessionNumber === null) continue
      const reference = statusOf(shuffle, sessionNumber)
      void lists.get(reference.list)?.then(
        (list) => end(list, reference),
        () => {},
      )
    }
  })

  const load = async (number: number): Promise<List> => {
    const first = number * STATUS_LIST_SIZE
    const list: List = { bits: new Uint8Array(STATUS_LIST_SIZE / 8), version: 0 }
    for (const ended of await securityEvents.endedNumbers(first, first + STATUS_LIST_SIZE))
      setBit(list.bits, statusOf(shuffle, ended).index)
    return list
  }

  const find = (number: number): Promise<List> => {
    const found = lists.get(number)
    if (found !== undefined) return found
    const list = load(number)
    lists.set(number, list)
    list.then(
      (read) => ready.set(number, read),
      () => lists.delete(number),
    )
    return list
  }

  const make = async (number: number, { bits }: List): Promise<StatusListToken> => {
    const now = clock.now()
    const lst = Buffer.from(await deps.deflate(bits)).toString('base64url')
    const text = deps.signer.signAs('statuslist+jwt', {
      iss: issuer,
      sub: uriOf(number),
      iat: toNumericDate(now),
      exp: toNumericDate(now + Math.max(deps.accessTokenLifetime, LEAST_TTLS * statusListTtl)),
      ttl: toNumericDate(statusListTtl),
      status_list: { bits: 1, lst },
    })
    return { text, etag: `"${deps.secrets.hash(`${uriOf(number)} ${lst}`)}"` }
  }

  let range: LiveLists = { lowest: 0, end: 0, at: Number.NEGATIVE_INFINITY }
  let asking: Promise<LiveLists> | undefined

  /** Lists that are older than every live session are done with. However many ask, the database is asked once at a time. */
  const askLive = (): Promise<LiveLists> => {
    asking ??= readLive().finally(() => {
      asking = undefined
    })
    return asking
  }

  const readLive = async (): Promise<LiveLists> => {
    const at = clock.now()
    const numbers = await securityEvents.liveNumbers(at)
    range =
      numbers === undefined
        ? { lowest: 0, end: 0, at }
        : {
            lowest: Math.floor(numbers.lowest / STATUS_LIST_SIZE),
            end: Math.floor((numbers.end - 1) / STATUS_LIST_SIZE) + 1,
            at,
          }
    for (const kept of lists.keys()) {
      if (kept >= range.lowest) continue
      lists.delete(kept)
      ready.delete(kept)
    }
    return range
  }

  const isLive = async (list: number): Promise<boolean> => {
    const isIn = ({ lowest, end }: LiveLists): boolean => list >= lowest && list < end
    return (isIn(range) && clock.now() - range.at < RANGE_LIFE) || isIn(await askLive())
  }

  return {
    referenceOf: (sessionNumber) => {
      const { list, index } = statusOf(shuffle, sessionNumber)
      return { idx: index, uri: uriOf(list) }
    },
    hasEnded: (number, index) => {
      const list = ready.get(number)
      return list === undefined
        ? find(number).then(({ bits }) => hasBit(bits, index))
        : hasBit(list.bits, index)
    },
    token: async (number) => {
      if (!(await isLive(number))) return undefined
      const list = await find(number)
      const now = clock.now()
      const { made } = list
      if (made !== undefined && now - made.at < (made.version === list.version ? statusListTtl / 2 : MIN_AGE))
        return made.token
      const token = make(number, list)
      list.made = { version: list.version, at: now, token }
      token.catch(() => delete list.made)
      return token
    },
    uris: async () => {
      const { lowest, end } = await askLive()
      return Array.from({ length: end - lowest }, (_, at) => uriOf(lowest + at))
    },
  }
}
