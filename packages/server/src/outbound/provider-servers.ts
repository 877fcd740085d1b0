import type { AuthorizationServer } from 'oauth4webapi'
import { HOUR, type Millis, SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { ProviderServer } from '../ports/provider-calls.js'
import { fetchDiscovery } from './fetch-discovery.js'

/** After a failed discovery the issuer is left alone this long, however many people come. */
const COOLDOWN = 5 * SECOND
const REDISCOVER_AFTER = 24 * HOUR

/** What is known about a provider's server, by its discovery document or from the start. */
export interface ProviderServers {
  /** @throws Error when it cannot be found out */
  find(server: ProviderServer): Promise<AuthorizationServer>
}

export const providerServers = (clock: Clock): ProviderServers => {
  const discovered = new Map<string, () => Promise<AuthorizationServer>>()
  return {
    find: async (server) => {
      if (server.kind === 'known') {
        return {
          // It has no issuer of its own: whatever it may say about itself is not looked at.
          issuer: server.authorizationEndpoint,
          authorization_endpoint: server.authorizationEndpoint,
          token_endpoint: server.tokenEndpoint,
        }
      }
      const { issuer, onlyPublic = false } = server
      const place = `${onlyPublic} ${issuer}`
      const find = discovered.get(place) ?? rememberedDiscovery({ issuer, onlyPublic }, clock)
      discovered.set(place, find)
      return find()
    },
  }
}

/** One discovery, however many wait for it; a document that was found before serves while the issuer is down. */
const rememberedDiscovery = (
  { issuer, onlyPublic }: { readonly issuer: string; readonly onlyPublic: boolean },
  clock: Clock,
): (() => Promise<AuthorizationServer>) => {
  let known: AuthorizationServer | undefined
  let failure: unknown
  let askAgainAt: Millis = 0
  let underWay: Promise<void> | undefined

  const ask = async (): Promise<void> => {
    try {
      known = await fetchDiscovery(issuer, ENDPOINTS, onlyPublic)
      askAgainAt = clock.now() + REDISCOVER_AFTER
    } catch (cause) {
      failure = cause
      askAgainAt = clock.now() + COOLDOWN
    } finally {
      underWay = undefined
    }
  }
  return async () => {
    if (underWay === undefined && clock.now() >= askAgainAt) underWay = ask()
    await underWay
    if (known === undefined) throw failure
    return known
  }
}

const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'] as const
