import type { JwtPayload } from '../jwt/check-claims.js'
import { SECOND } from '../time.js'
import { type FetchedStatusList, fetchStatusList, type StatusListSource } from './fetch-status-list.js'
import type { OnEnded, Revocation, Standing } from './revocation.js'
import { hasNewEnds, statusAt, VALID } from './status-list.js'
import { readStatusReference, type StatusReference } from './status-reference.js'
import type { FollowedStream } from './stream/follow-stream.js'

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
  /** What tells of ends by itself, if anything does: lists are then fetched to begin with, and to check. */
  readonly stream?: Pick<FollowedStream, 'since' | 'upToDateAt' | 'isUp'> | undefined
}

/** Standing by lists, for who has something to tell beside them. */
export interface ListRevocation extends Revocation {
  /** Looks again at how old lists may be, and fetches what is due. @param all fetches every list, due or not */
  renew(all?: boolean): void
}

/** A list, when it was last known to hold, and when somebody last needed it. */
interface HeldList extends FetchedStatusList {
  readonly confirmedAt: number
  neededAt: number
}

const DEFAULT_TTL = 60 * SECOND
/** Between two tries while the issuer cannot be reached. */
const RETRY_PAUSE = 1 * SECOND
/** A list rests when nobody has needed it for so long. Longer than tokens are remembered, so that none is remembered without it. */
const RESTS_AFTER = 15 * 60 * SECOND
/** A request that comes while a list is being fetched anew does not wait for it; one that comes far too late does. */
const GRACE = 1.5
/** How often a list is compared with what a stream has told. */
const CHECK_PAUSE = 5 * 60 * SECOND
/** A hundred and thirty million sessions. Whoever names more lists is making them up. */
const MAX_LISTS = 128

/** Standing by status lists alone (Token Status List §8.3): an end is seen when its list is fetched the next time. */
export const listRevocation = (options: ListRevocationOptions): ListRevocation => {
  const { clock, maxStaleness, stream } = options
  const held = new Map<string, HeldList>()
  const fetching = new Map<string, Promise<void>>()
  let failedAt: number | undefined
  let freshUntil = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let isClosed = false

  const ttlOf = ({ ttl = DEFAULT_TTL }: FetchedStatusList): number => ttl
  /**
   * Whether a list and a stream together know everything: the list was fetched when the stream was there already, and when no cache on the
   * way can have kept an older one.
   */
  const isFollowed = (list: HeldList): boolean => {
    const since = stream?.since()
    return since !== undefined && list.confirmedAt >= since + ttlOf(list)
  }
  const pauseOf = (list: HeldList): number => {
    if (options.every !== undefined) return options.every
    if (stream?.isUp() !== true || !isFollowed(list)) return ttlOf(list)
    return Math.min(CHECK_PAUSE, (list.expiresAt - list.confirmedAt) / 2)
  }
  /** Until when a list holds, alone or together with the stream. */
  const knownAt = (list: HeldList): number => {
    const upToDateAt = stream?.upToDateAt() ?? list.confirmedAt
    // A clock that was set back says nothing about what was known when.
    return isFollowed(list) && upToDateAt <= clock()
      ? Math.max(list.confirmedAt, upToDateAt)
      : list.confirmedAt
  }
  const ageOf = (list: HeldList, since = knownAt(list)): number => {
    const now = clock()
    return now < list.confirmedAt ? Number.POSITIVE_INFINITY : now - since
  }
  const mayTry = (): boolean => failedAt === undefined || Math.abs(clock() - failedAt) >= RETRY_PAUSE
  /** While the issuer answers, a list is fetched again in time; while it does not, the last one serves for a while. */
  const trustOf = (list: HeldList): number =>
    failedAt === undefined && !isFollowed(list) ? Math.min(pauseOf(list) * GRACE, maxStaleness) : maxStaleness
  const isTrusted = (list: HeldList): boolean => ageOf(list) < trustOf(list) && clock() < list.expiresAt

  const reckon = (): void => {
    freshUntil = Number.POSITIVE_INFINITY
    for (const list of held.values())
      freshUntil = Math.min(freshUntil, knownAt(list) + trustOf(list), list.expiresAt)
  }

  const load = async (url: string): Promise<void> => {
    const before = held.get(url)
    const confirmedAt = clock()
    // Past half of its life the token is wanted anew, for nobody may believe it when it is over.
    const isYoung = before !== undefined && confirmedAt < (before.confirmedAt + before.expiresAt) / 2
    try {
      const fetched = await fetchStatusList(options, url, isYoung ? before.etag : undefined)
      failedAt = undefined
      const neededAt = held.get(url)?.neededAt ?? confirmedAt
      if (fetched !== 'same') held.set(url, { ...fetched, neededAt, confirmedAt })
      else if (before !== undefined) held.set(url, { ...before, neededAt, confirmedAt })
      if (before !== undefined && fetched !== 'same' && hasNewEnds(before.list, fetched.list))
        options.onEnded((claims) => lookAt(claims) === 'ended')
    } catch (error) {
      failedAt = clock()
      options.onFailure(error)
    }
    reckon()
  }

  const fetchOnce = (url: string): Promise<void> => {
    const underWay = fetching.get(url)
    if (underWay !== undefined) return underWay
    const loading = load(url).finally(() => {
      fetching.delete(url)
      schedule()
    })
    fetching.set(url, loading)
    return loading
  }

  const schedule = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (isClosed || held.size === 0) return
    const pause = failedAt === undefined ? Math.min(...[...held.values()].map(pauseOf)) : RETRY_PAUSE
    timer = setTimeout(renewAll, pause)
    timer.unref()
  }

  const renewAll = (): void => {
    for (const [url, list] of held) if (clock() - list.neededAt > RESTS_AFTER) held.delete(url)
    reckon()
    for (const [url, list] of held)
      if (ageOf(list, list.confirmedAt) >= pauseOf(list) / GRACE) void fetchOnce(url)
    if (fetching.size === 0) schedule()
  }

  const look = ({ url, index }: StatusReference): Standing => {
    const list = held.get(url)
    if (list === undefined) return 'unknown'
    const status = statusAt(list.list, index)
    if (status === undefined) return 'misplaced'
    if (status !== VALID) return 'ended'
    return isTrusted(list) ? 'live' : 'unknown'
  }

  const lookAt = (claims: JwtPayload): Standing => {
    const reference = readStatusReference(claims)
    if (reference === 'none') return 'live'
    return reference === 'misplaced' ? 'misplaced' : look(reference)
  }

  return {
    renew: (all = false) => {
      if (isClosed) return
      if (!mayTry()) return reckon()
      if (all) for (const url of held.keys()) void fetchOnce(url)
      renewAll()
    },
    standingOf: (claims) => {
      const reference = readStatusReference(claims)
      if (reference === 'none') return 'live'
      if (reference === 'misplaced' || !reference.url.startsWith(options.below)) return 'misplaced'
      const list = held.get(reference.url)
      if (list !== undefined) {
        list.neededAt = clock()
        if (isTrusted(list)) return look(reference)
      } else if (held.size + fetching.size >= MAX_LISTS) return 'unknown'
      if (!mayTry()) return look(reference)
      return fetchOnce(reference.url).then(() => look(reference))
    },
    freshUntil: () => freshUntil,
    staleness: () => Math.max(0, ...[...held.values()].map((list) => ageOf(list))),
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await Promise.all(fetching.values())
    },
  }
}
