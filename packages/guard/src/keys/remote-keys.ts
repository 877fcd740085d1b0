import type { KeyObject } from 'node:crypto'
import { SECOND } from '../time.js'
import { fetchKeySet } from './fetch-key-set.js'
import type { KeySet } from './key-set.js'
import { type KeyQuery, type KeySource, KeysUnreachable } from './key-source.js'
import { type RemoteKeysOptions, readRemoteKeysOptions } from './remote-keys-options.js'

/** Past this share of their life, keys in use are renewed in the background, so that nobody waits for it. */
const RENEW_AT = 0.8
const FIRST_RETRY = 1 * SECOND

interface HeldKeys {
  readonly set: KeySet
  readonly fetchedAt: number
  readonly freshUntil: number
}

/**
 * Keys as the issuer publishes them, imported once and kept.
 *
 * One fetch at a time, however many requests wait for it, and never two within the cool-down; after an error the
 * pauses double from one second up to the cool-down. While the issuer cannot be reached the last keys serve on,
 * up to `staleFor`. An empty key set is an answer, not an error: it withdraws every key.
 */
export function createRemoteKeys(options: RemoteKeysOptions): KeySource {
  const settings = readRemoteKeysOptions(options)
  const { clock, cooldown, maxAge, staleFor } = settings
  let held: HeldKeys | undefined
  let failures = 0
  let lastError: unknown
  let settledAt = Number.NEGATIVE_INFINITY
  let pending: Promise<void> | undefined

  const pause = (): number =>
    failures === 0 ? cooldown : Math.min(cooldown, FIRST_RETRY * 2 ** (failures - 1))
  // A clock that was set back must not stretch the pause.
  const mayFetch = (now: number): boolean => now < settledAt || now - settledAt >= pause()

  const load = async (): Promise<void> => {
    try {
      const { keys, freshFor } = await fetchKeySet(settings)
      const now = clock()
      held = { set: keys, fetchedAt: now, freshUntil: now + boundedAge(freshFor) }
      failures = 0
      lastError = undefined
    } catch (error) {
      failures += 1
      lastError = error
    }
    settledAt = clock()
    pending = undefined
  }
  const boundedAge = (freshFor: number | undefined): number =>
    Math.min(maxAge, Math.max(freshFor ?? maxAge, cooldown))
  const refresh = (): Promise<void> => {
    pending ??= load()
    return pending
  }

  const heldKey = (query: KeyQuery, now: number): KeyObject | undefined =>
    held !== undefined && now < held.freshUntil + staleFor ? held.set.find(query) : undefined
  // An issuer known to be down is not waited for: what we hold serves, and we ask again behind the request's back.
  const mustWait = (now: number, { fetchedAt, freshUntil }: HeldKeys): boolean =>
    failures === 0 && (now >= freshUntil || now < fetchedAt)
  const isDue = (now: number, { fetchedAt, freshUntil }: HeldKeys): boolean =>
    now >= fetchedAt + (freshUntil - fetchedAt) * RENEW_AT

  /** The last word once nothing is left to wait for. */
  const settle = (query: KeyQuery): KeyObject | undefined => {
    const now = clock()
    const key = heldKey(query, now)
    if (key !== undefined || failures === 0) return key
    const why = lastError instanceof Error ? lastError.message : String(lastError)
    throw new KeysUnreachable(`keys from ${settings.url}: ${why}`, {
      cause: lastError,
      retryAfter: Math.max(0, settledAt + pause() - now),
    })
  }

  return {
    find: (query) => {
      const now = clock()
      const key = heldKey(query, now)
      if (key !== undefined && held !== undefined && !mustWait(now, held)) {
        if (isDue(now, held) && mayFetch(now)) void refresh()
        return key
      }
      if (pending !== undefined || mayFetch(now)) return refresh().then(() => settle(query))
      return settle(query)
    },
    kids: () => held?.set.kids() ?? [],
  }
}
