import { type Clock, HOUR, MINUTE, SECOND } from '../time.js'
import { problemWithUrl } from './web-url.js'

/** Durations are milliseconds. */
export interface RemoteKeysOptions {
  /** Where the issuer publishes its JWK Set (`jwks_uri`). */
  readonly url: string
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: Clock
  /** Least time between two fetches, also when tokens keep naming unknown keys. Default: 30 seconds. */
  readonly cooldown?: number
  /** For one fetch, body included. Default: 5 seconds. */
  readonly timeout?: number
  /** Largest answer. Default: 128 KiB. */
  readonly maxBytes?: number
  /** Longest time keys are used without asking again; `Cache-Control: max-age` may shorten it. Default: 10 minutes. */
  readonly maxAge?: number
  /** How much longer the last keys serve while the issuer cannot be reached. Default: 24 hours. */
  readonly staleFor?: number
  /** Whether a published key counts, where an issuer publishes those of others beside its own. Default: all do. */
  readonly takes?: (jwk: Readonly<Record<string, unknown>>) => boolean
  /** Allows plain http beyond loopback: for development inside a private network. Default: false. */
  readonly allowHttp?: boolean
}

/** Fills in the defaults. @throws TypeError that names every option that cannot be used */
export function readRemoteKeysOptions(options: RemoteKeysOptions): Required<RemoteKeysOptions> {
  const settings = {
    url: options.url,
    fetch: options.fetch ?? globalThis.fetch,
    clock: options.clock ?? Date.now,
    cooldown: options.cooldown ?? 30 * SECOND,
    timeout: options.timeout ?? 5 * SECOND,
    maxBytes: options.maxBytes ?? 128 * 1024,
    maxAge: options.maxAge ?? 10 * MINUTE,
    staleFor: options.staleFor ?? 24 * HOUR,
    takes: options.takes ?? (() => true),
    allowHttp: options.allowHttp ?? false,
  }
  const problems: string[] = []
  const problem = problemWithUrl(settings.url, settings)
  if (problem !== undefined) problems.push(`url ${problem}`)
  for (const name of ['cooldown', 'timeout', 'maxBytes', 'maxAge'] as const) {
    if (!(Number.isFinite(settings[name]) && settings[name] > 0))
      problems.push(`${name} must be a positive number`)
  }
  if (!(Number.isFinite(settings.staleFor) && settings.staleFor >= 0)) {
    problems.push('staleFor must be zero or a positive number')
  }
  if (problems.length > 0) throw new TypeError(`createRemoteKeys: ${problems.join('; ')}`)
  return settings
}
