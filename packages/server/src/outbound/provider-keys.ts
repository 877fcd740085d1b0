import { createRemoteKeys, type KeySource, KeysUnreachable } from '@latchkey/guard'
import { HOUR, type Millis, SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import { discoverJwksUri } from './discover-jwks-uri.js'

/** After a failed discovery the issuer is left alone this long, however many tokens come. */
const COOLDOWN = 5 * SECOND
const REDISCOVER_AFTER = 24 * HOUR

/** The keys of an issuer, wherever it says they are: one discovery and one fetch, however many tokens wait. */
export const discoveredKeys = (issuer: string, clock: Clock): KeySource => {
  let keys: KeySource | undefined
  let foundAt: string | undefined
  let rediscoverAt: Millis = 0
  let underWay: Promise<KeySource> | undefined

  const discover = async (): Promise<KeySource> => {
    try {
      const url = await discoverJwksUri(issuer)
      // The same place has the same keys: what is held of them goes on serving.
      if (keys === undefined || url !== foundAt) keys = createRemoteKeys({ url, clock: () => clock.now() })
      foundAt = url
      rediscoverAt = clock.now() + REDISCOVER_AFTER
      return keys
    } catch (cause) {
      rediscoverAt = clock.now() + COOLDOWN
      // Keys that were found before go on serving: an issuer that is down for a moment changes nothing about them.
      if (keys !== undefined) return keys
      throw new KeysUnreachable(`discovery of ${issuer} failed: ${messageOf(cause)}`, {
        cause,
        retryAfter: COOLDOWN,
      })
    } finally {
      underWay = undefined
    }
  }

  return {
    find: (query) => {
      if (clock.now() < rediscoverAt && underWay === undefined) {
        if (keys !== undefined) return keys.find(query)
        throw new KeysUnreachable(`discovery of ${issuer} failed a moment ago`, { retryAfter: COOLDOWN })
      }
      underWay ??= discover()
      return underWay.then((found) => found.find(query))
    },
  }
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
