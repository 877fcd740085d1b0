import { statusReference } from '@latchkey/contract'
import type { JwtPayload } from '../jwt/check-claims.js'
import { SECOND } from '../time.js'
import { type FetchedStatusList, fetchStatusList, type StatusListSource } from './fetch-status-list.js'
import type { OnEnded, Revocation, Standing } from './revocation.js'
import { hasNewEnds, statusAt, VALID } from './status-list.js'

export interface ListRevocationOptions extends StatusListSource {
  /** Lists are fetched from below this address and from nowhere else, whatever a token says. */
  readonly below: string
  readonly onEnded: OnEnded
  /** Told when a list cannot be had. */
  readonly onFailure: (error: unknown) => void
  /** How old a list may get while its issuer cannot be reached, in milliseconds. */
  readonly maxStaleness: number
  /** How often lists are fetched, in milliseconds; undefined: as often as they ask for it (§5.1, `ttl`). */
  readonly every?: number | undefined
}

/** A list, when it was last known to hold, and when somebody last needed it. */
interface HeldList extends FetchedStatusList {
  readonly confirmedAt: number
  readonly neededAt: number
}

const DEFAULT_TTL = 60 * SECOND
/** Between two tries while the issuer cannot be reached. */
const RETRY_PAUSE = 1 * SECOND
/** A list rests when nobody has needed it for so long. Longer than tokens are remembered, so that none is remembered without it. */
const RESTS_AFTER = 15 * 60 * SECOND
/** A request that comes while a list is being fetched anew does not wait for it; one that comes far too late does. */
const GRACE = 1.5
/** Eighty million sessions. Whoever names more lists is making them up. */
const MAX_LISTS = 80

/** Standing by status lists alone (Token Status List §8.3): an end is seen when its list is fetched the next time. */
export const listRevocation = (options: ListRevocationOptions): Revocation => {
  const { clock, maxStaleness } = options
  const held = new Map<string, HeldList>()
  const fetching = new Map<string, Promise<void>>()
  let failedAt: number | undefined
  let freshUntil = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined

  const pauseOf = ({ ttl = DEFAULT_TTL }: FetchedStatusList): number => options.every ?? ttl
  // A clock that was set back says nothing about how old a list is.
  const ageOf = ({ confirmedAt }: HeldList, now = clock()): number =>
    now < confirmedAt ? Number.POSITIVE_INFINITY : now - confirmedAt
  const isTrusted = (list: HeldList): boolean => ageOf(list) < maxStaleness && clock() < list.expiresAt
  const mayTry = (): boolean => failedAt === undefined || Math.abs(clock() - failedAt) >= RETRY_PAUSE

  const reckon = (): void => {
    freshUntil = Number.POSITIVE_INFINITY
    for (const list of held.values()) {
      const trust = failedAt === undefined ? Math.min(pauseOf(list) * GRACE, maxStaleness) : maxStaleness
      freshUntil = Math.min(freshUntil, list.confirmedAt + trust, list.expiresAt)
    }
  }

  const load = async (url: string): Promise<void> => {
    const before = held.get(url)
    const askedAt = clock()
    // Past half of its life the token is wanted anew, for nobody may believe it when it is over.
    const isYoung = before !== undefined && askedAt < (before.confirmedAt + before.expiresAt) / 2
    try {
      const fetched = await fetchStatusList(options, url, isYoung ? before.etag : undefined)
      failedAt = undefined
      const neededAt = held.get(url)?.neededAt ?? askedAt
      if (fetched === 'same') {
        if (before !== undefined) held.set(url, { ...before, neededAt, confirmedAt: askedAt })
      } else {
        held.set(url, { ...fetched, neededAt, confirmedAt: askedAt })
        if (before !== undefined && hasNewEnds(before.list, fetched.list)) options.onEnded('any')
      }
    } catch (error) {
      failedAt = clock()
      options.onFailure(error)
    }
    reckon()
  }

  const fetchOnce = (url: string): Promise<void> => {
    const underWay = fetching.get(url)
    if (underWay !== undefined) return underWay
    const loading = load(url).finally(() => fetching.delete(url))
    fetching.set(url, loading)
    return loading
  }

  const renew = async (): Promise<void> => {
    if (!mayTry()) return
    const due = [...held].filter(([, list]) => ageOf(list) >= pauseOf(list))
    await Promise.all(due.map(([url]) => fetchOnce(url)))
  }

  const tick = async (): Promise<void> => {
    for (const [url, list] of held) if (clock() - list.neededAt > RESTS_AFTER) held.delete(url)
    await renew()
    reckon()
    schedule()
  }

  const schedule = (): void => {
    clearTimeout(timer)
    if (held.size === 0) return
    const pause = failedAt === undefined ? Math.min(...[...held.values()].map(pauseOf)) : RETRY_PAUSE
    timer = setTimeout(() => void tick(), pause)
    timer.unref()
  }

  const look = (url: string, index: number): Standing => {
    const list = held.get(url)
    if (list === undefined || !isTrusted(list)) return 'unknown'
    const status = statusAt(list.list, index)
    if (status === undefined) return 'unknown'
    return status === VALID ? 'live' : 'ended'
  }

  const standingOf = (claims: JwtPayload): Standing | Promise<Standing> => {
    if (claims['status'] === undefined) return 'live'
    const { success, data } = statusReference.safeParse(claims['status'])
    if (!success) return 'unknown'
    const { idx, uri } = data.status_list
    const list = held.get(uri)
    if (list !== undefined) {
      held.set(uri, { ...list, neededAt: clock() })
      return look(uri, idx)
    }
    if (!uri.startsWith(options.below) || held.size >= MAX_LISTS || !mayTry()) return 'unknown'
    return fetchOnce(uri).then(() => {
      if (timer === undefined) schedule()
      return look(uri, idx)
    })
  }

  return {
    standingOf,
    freshUntil: () => freshUntil,
    renew,
    staleness: () => Math.max(0, ...[...held.values()].map((list) => ageOf(list))),
    close: async () => {
      clearTimeout(timer)
      held.clear()
      await Promise.all(fetching.values())
    },
  }
}
