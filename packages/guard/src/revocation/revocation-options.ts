import { problemWithUrl } from '../keys/web-url.js'
import { HOUR, MINUTE, SECOND } from '../time.js'
import type { OnEnded, Revocation } from './revocation.js'

/** How a guard learns that sessions of an issuer have ended. Durations are milliseconds. */
export interface RevocationOptions {
  /**
   * A confidential client of the issuer that may hold streams of events, so that ends are known within a second. Default: there is none, and
   * ends are seen when lists are fetched. Serverless functions leave it out: nobody is there to listen.
   */
  readonly clientId?: string
  readonly clientSecret?: string
  /** What that client asks for. Default: `ssf.manage`. */
  readonly scope?: string
  /** Where it gets its tokens. Default: where the metadata of the issuer say. */
  readonly tokenUrl?: string
  /** How long access tokens of an issuer without status lists may live: so long its ended sessions are remembered. Default: an hour. */
  readonly maxTokenLife?: number
  /** How old what is known may get while the issuer cannot be reached. Default: a minute. */
  readonly maxStaleness?: number
  /** What happens beyond that: `refuse` answers 503, `accept` believes tokens until they expire. Default: `refuse`. */
  readonly whenStale?: 'refuse' | 'accept'
  /** How often status lists are fetched. Default: as often as they ask for it, and beside a stream every five minutes. */
  readonly every?: number
}

/** Where a guard is told from within its process. */
export interface RevocationSource {
  readonly open: (onEnded: OnEnded) => Revocation
}

/** As whom a stream of events is listened to. */
export interface StreamCredentials {
  readonly clientId: string
  readonly clientSecret: string
  readonly scope: string
  readonly tokenUrl: string | undefined
}

export interface RevocationSettings {
  readonly maxStaleness: number
  readonly whenStale: 'refuse' | 'accept'
  readonly every: number | undefined
  readonly maxTokenLife: number
  readonly credentials: StreamCredentials | undefined
}

const NAMES: readonly string[] = [
  'clientId',
  'clientSecret',
  'scope',
  'tokenUrl',
  'maxTokenLife',
  'maxStaleness',
  'whenStale',
  'every',
]
const DAY = 24 * HOUR
/** RFC 6749 §3.3. */
const SCOPE = /^[!#-[\]-~]+( [!#-[\]-~]+)*$/

/** @returns what is wrong, each with what to do, and never the secret */
export const problemsWithRevocation = (options: unknown): readonly string[] => {
  if (options === undefined || options === false || options === true) return []
  if (typeof options !== 'object' || options === null)
    return ['revocation must be true, false or { clientId, clientSecret, maxStaleness, whenStale, every }']
  if ('open' in options)
    return typeof options.open === 'function' ? [] : ['revocation.open must be a function']
  const { maxStaleness, whenStale, every, maxTokenLife } = options as RevocationOptions
  return [
    ...Object.keys(options).flatMap((name) =>
      NAMES.includes(name) ? [] : [`there is no option revocation.${name}`],
    ),
    ...problemsWithCredentials(options),
    ...problemsWithTime('maxStaleness', maxStaleness),
    ...problemsWithTime('every', every),
    ...problemsWithTime('maxTokenLife', maxTokenLife),
    ...(whenStale === undefined || whenStale === 'refuse' || whenStale === 'accept'
      ? []
      : ['revocation.whenStale must be "refuse" or "accept"']),
  ]
}

const problemsWithCredentials = (options: RevocationOptions): readonly string[] => {
  const { clientId, clientSecret, scope, tokenUrl, maxTokenLife } = options
  const problems: string[] = []
  if (clientId === undefined && clientSecret === undefined)
    // An empty variable of the environment must not mean that nobody listens.
    return Object.entries({ scope, tokenUrl, maxTokenLife }).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [`revocation.${name} is for a stream: give clientId and clientSecret with it`],
    )
  if (!isText(clientId)) problems.push('revocation.clientId must name a confidential client of the issuer')
  if (!isText(clientSecret)) problems.push('revocation.clientSecret must be the secret of that client')
  if (scope !== undefined && !(isText(scope) && SCOPE.test(scope)))
    problems.push('revocation.scope must be scopes with a space between them')
  // Whether http may be is for the guard to say, which knows whether this is development.
  const problem = tokenUrl === undefined ? undefined : problemWithUrl(tokenUrl, { allowHttp: true })
  if (problem !== undefined) problems.push(`revocation.tokenUrl ${problem}`)
  return problems
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const problemsWithTime = (name: string, value: unknown): readonly string[] =>
  value === undefined || (typeof value === 'number' && value >= SECOND && value <= DAY)
    ? []
    : [`revocation.${name} is in milliseconds, from a second to a day`]

/** With every default filled in. */
export const readRevocationOptions = (options: RevocationOptions): RevocationSettings => {
  const { clientId, clientSecret } = options
  return {
    maxStaleness: options.maxStaleness ?? MINUTE,
    whenStale: options.whenStale ?? 'refuse',
    every: options.every,
    maxTokenLife: options.maxTokenLife ?? HOUR,
    credentials:
      clientId === undefined || clientSecret === undefined
        ? undefined
        : { clientId, clientSecret, scope: options.scope ?? 'ssf.manage', tokenUrl: options.tokenUrl },
  }
}
