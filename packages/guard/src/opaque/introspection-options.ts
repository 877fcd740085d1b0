import { paths } from '@latchkey/contract'
import { basicAuthorization } from '../http/basic-authorization.js'
import { problemWithUrl } from '../keys/web-url.js'
import { type Clock, MINUTE, SECOND } from '../time.js'

/** Who is asked about what says nothing itself, and as which client. Durations are milliseconds. */
export interface IntrospectionOptions {
  /** Whose tokens these are: an answer that names another issuer lets nobody in. Without `url`, a Latchkey server, which is asked. */
  readonly issuer?: string
  /** The address that answers by RFC 7662, of any other server. With it `issuer` may be left out where the guard trusts that one alone. */
  readonly url?: string
  /** A confidential client of that server. Basic, in a form-encoded header (RFC 6749 §2.3.1). */
  readonly clientId: string
  readonly clientSecret: string
  /** How long an answer is used again: so much later is the end of a session seen. Default: 5 seconds, at most a minute; 0 asks every time. */
  readonly cacheFor?: number
  /** How many answers are kept. Default: 10,000. */
  readonly maxAnswers?: number
  /** One answer may take this long. Default: 5 seconds. */
  readonly timeout?: number
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: Clock
  /** Allows http beyond loopback. Default: false. */
  readonly allowHttp?: boolean
}

export interface IntrospectionSettings {
  readonly url: string
  /** Undefined: whoever the answers name. */
  readonly issuer: string | undefined
  /** `Authorization` of each question. */
  readonly authorization: string
  readonly cacheFor: number
  readonly maxAnswers: number
  readonly timeout: number
  readonly fetch: typeof globalThis.fetch
  readonly clock: Clock
}

const NAMES: ReadonlySet<string> = new Set<keyof IntrospectionOptions>([
  'issuer',
  'url',
  'clientId',
  'clientSecret',
  'cacheFor',
  'maxAnswers',
  'timeout',
  'fetch',
  'clock',
  'allowHttp',
])
const LONGEST_CACHE = MINUTE

/**
 * Fills in the defaults.
 *
 * @param of the function whose options they are
 * @param more names of options that are not for here
 * @throws TypeError that names everything that is wrong, each with what to do, and never the secret
 */
export function readIntrospectionOptions(
  of: string,
  options: IntrospectionOptions,
  more: readonly string[] = [],
): IntrospectionSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${of}: give options, at least { issuer, clientId, clientSecret }`)
  const { issuer, clientId, clientSecret } = options
  const url = options.url ?? `${String(issuer).replace(/\/$/, '')}${paths.introspect}`
  const settings = {
    cacheFor: options.cacheFor ?? 5 * SECOND,
    maxAnswers: options.maxAnswers ?? 10_000,
    timeout: options.timeout ?? 5 * SECOND,
  }
  const problems = Object.keys(options)
    .filter((name) => !NAMES.has(name) && !more.includes(name))
    .map((name) => `there is no option ${JSON.stringify(name)}`)
  if (issuer === undefined && options.url === undefined)
    problems.push('give issuer for a Latchkey server, or url for another that answers by RFC 7662')
  for (const [name, address] of Object.entries({ issuer, url: options.url })) {
    if (address === undefined) continue
    const problem = problemWithUrl(address, { allowHttp: options.allowHttp === true })
    if (problem !== undefined) problems.push(`${name} ${problem}`)
  }
  if (!isText(clientId)) problems.push('clientId must name a confidential client of that server')
  if (!isText(clientSecret)) problems.push('clientSecret must be the secret of that client')
  if (!(settings.cacheFor >= 0 && settings.cacheFor <= LONGEST_CACHE))
    problems.push(`cacheFor is in milliseconds, from 0 to ${LONGEST_CACHE}`)
  if (!(Number.isSafeInteger(settings.maxAnswers) && settings.maxAnswers > 0))
    problems.push('maxAnswers must be a positive integer')
  if (!(settings.timeout > 0 && settings.timeout <= MINUTE))
    problems.push(`timeout is in milliseconds, at most ${MINUTE}`)
  if (problems.length > 0) throw new TypeError(`${of}: ${problems.join('; ')}`)
  return {
    ...settings,
    url,
    issuer,
    authorization: basicAuthorization(clientId, clientSecret),
    fetch: options.fetch ?? globalThis.fetch,
    clock: options.clock ?? Date.now,
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
