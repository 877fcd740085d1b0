import { createRemoteKeys, type KeySource, KeysUnreachable } from '@latchkey/guard'
import { HOUR, type Millis, SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { IdTokenExpectation } from '../ports/id-token-verifier.js'
import { discoverJwksUri } from './discover-jwks-uri.js'
import { fetchPublic } from './fetch-public.js'

/** After a failed discovery the issuer is left alone this long, however many tokens come. */
const COOLDOWN = 5 * SECOND
const REDISCOVER_AFTER = 24 * HOUR

/** Where the keys of an issuer come from. */
export type ProviderKeys = (
  issuer: Pick<IdTokenExpectation, 'expectedIssuer' | 'jwksUri' | 'onlyPublic'>,
) => KeySource

/** The keys of every provider, whatever is checked by them: each place is asked once. */
export const providerKeys = (clock: Clock): ProviderKeys => {
  const known = new Map<string, KeySource>()
  return ({ expectedIssuer, jwksUri, onlyPublic = false }) => {
    const place = `${onlyPublic} ${jwksUri ?? expectedIssuer}`
    const found = known.get(place)
    if (found !== undefined) return found
    const source =
      jwksUri === undefined
        ? discoveredKeys(expectedIssuer, onlyPublic, clock)
        : remoteKeys(jwksUri, onlyPublic, clock)
    known.set(place, source)
    return source
  }
}

const remoteKeys = (url: string, onlyPublic: boolean, clock: Clock): KeySource =>
  createRemoteKeys({ url, clock: () => clock.now(), ...(onlyPublic && { fetch: fetchPublic }) })

/** The keys of an issuer, wherever it says they are: one discovery and one fetch, however many tokens wait. */
const discoveredKeys = (issuer: string, onlyPublic: boolean, clock: Clock): KeySource => {
  let keys: KeySource | undefined
  let foundAt: string | undefined
  let rediscoverAt: Millis = 0
  let underWay: Promise<KeySource> | undefined

  const discover = async (): Promise<KeySource> => {
    try {
      const url = await discoverJwksUri(issuer, onlyPublic)
      // The same place has the same keys: what is held of them goes on serving.
      if (keys === undefined || url !== foundAt) keys = remoteKeys(url, onlyPublic, clock)
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
