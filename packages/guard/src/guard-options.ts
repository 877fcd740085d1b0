import { problemsWithCookie, type SessionCookies } from './cookie/session-cookies.js'
import {
  type DpopOptions,
  type DpopSettings,
  problemsWithDpop,
  readDpopOptions,
} from './dpop/dpop-options.js'
import type { RefusedRequest } from './guard.js'
import type { Issuer } from './issuers/issuer.js'
import type { CommonIssuerOptions } from './issuers/issuer-options.js'
import { latchkey } from './issuers/latchkey.js'
import { MAX_CLOCK_TOLERANCE } from './issuers/make-issuer.js'
import type { Algorithm } from './jwt/algorithms.js'
import { DEFAULT_CLOCK_TOLERANCE, DEFAULT_MAX_TOKEN_LENGTH } from './jwt/verify-jwt.js'
import type { KeySource } from './keys/key-source.js'
import { problemWithUrl } from './keys/web-url.js'
import type { OpaqueTokens } from './opaque/opaque-tokens.js'
import { problemsWithKeepers } from './opaque/problems-with-keepers.js'
import type { OnFirstSight } from './people/first-sight.js'
import { problemsWithResource, type ResourceOptions } from './resource/resource-metadata.js'
import { type Clock, MINUTE } from './time.js'
import type { Trouble } from './trouble.js'
import type { Wire } from './wire/wire.js'

/** What every guard may be told. Durations are milliseconds. */
export interface CommonGuardOptions {
  /** How far the clocks of issuer and API may differ. Default: 5 seconds, at most 5 minutes. */
  readonly clockTolerance?: number
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: Clock
  /** How keys and what issuers say of people are fetched. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Answers tell expected against seen, and http issuers are allowed. Default: false. */
  readonly development?: boolean
  /** Named in the challenge. Default: `api`. */
  readonly realm?: string
  /** In whose words refusals are told, and under which schemes tokens are read. Default: RFC 6750's. */
  readonly wire?: Wire
  /** Knows tokens that are no JWTs, which then may come as `Token` too: `introspection({ … })`. Default: there are none. */
  readonly opaque?: OpaqueTokens
  /** Knows session cookies, and which pages may use them: `sessionCookie({ … })`. Default: cookies are not looked at. */
  readonly cookie?: SessionCookies
  /** How tokens are accepted that are bound to a key (RFC 9449). They need a proof whatever stands here. */
  readonly dpop?: DpopOptions
  /** What the API tells clients about itself (RFC 9728). Default: nothing. */
  readonly resource?: ResourceOptions
  /** Told of every refused request: the place to log from. */
  readonly onRefused?: (refused: RefusedRequest) => void
  /** Told of what goes wrong behind the requests, such as status lists that cannot be had. */
  readonly onTrouble?: (trouble: Trouble) => void
  /** Longest accepted token, in characters. Default: 8192. */
  readonly maxTokenLength?: number
  /** How many verified tokens are remembered, and how many people. Default: 10000; 0 remembers none. */
  readonly maxRememberedTokens?: number
  /** How much token text is remembered, in characters. Default: 16 Mi. */
  readonly maxRememberedCharacters?: number
  /** How long a verified token is remembered before its signature is checked again. Default: 5 minutes. */
  readonly rememberFor?: number
}

/** One Latchkey server whose tokens are accepted: what {@link latchkey} takes. */
export interface OneIssuerOptions {
  /** The `iss` of accepted tokens, compared exactly. Also where keys come from, unless `keys` is given. */
  readonly issuer: string
  /** The names this API goes by in `aud`. A token must name at least one. */
  readonly audience: string | readonly string[]
  /** Default: `['ES256']`. */
  readonly algorithms?: readonly Algorithm[]
  /** Default: what the issuer publishes under `/.well-known/jwks.json`. */
  readonly keys?: KeySource
  /** How ended sessions are learnt. Default: by the issuer's status lists, unless `keys` are given. */
  readonly revocation?: CommonIssuerOptions['revocation']
}

/** Several issuers, ours among them or not: the `iss` of a token says which of them must have signed it. */
export interface IssuersOptions {
  /** `[latchkey({ … }), auth0({ … })]` */
  readonly issuers: readonly Issuer[]
}

/** What an API makes of people. */
export interface FirstSightOptions<User> {
  readonly onFirstSight: OnFirstSight<User>
}

export type GuardOptions = CommonGuardOptions & (OneIssuerOptions | IssuersOptions)

type AllOptions = CommonGuardOptions & Partial<OneIssuerOptions & IssuersOptions & FirstSightOptions<unknown>>

const OPTION_NAMES: ReadonlySet<string> = new Set<keyof AllOptions>([
  'issuer',
  'audience',
  'algorithms',
  'keys',
  'issuers',
  'onFirstSight',
  'clockTolerance',
  'clock',
  'fetch',
  'development',
  'realm',
  'wire',
  'opaque',
  'cookie',
  'dpop',
  'resource',
  'onRefused',
  'onTrouble',
  'revocation',
  'maxTokenLength',
  'maxRememberedTokens',
  'maxRememberedCharacters',
  'rememberFor',
])

type MayBeMissing = 'wire' | 'opaque' | 'cookie' | 'resource' | 'onRefused' | 'onTrouble'

/** Options that were found sound, with every default filled in. */
export type GuardSettings = Required<Omit<CommonGuardOptions, MayBeMissing | 'dpop'>> &
  Pick<CommonGuardOptions, MayBeMissing> &
  IssuersOptions &
  Partial<FirstSightOptions<unknown>> & {
    readonly dpop: DpopSettings
    /** Which schemes a challenge offers, whatever the request came under. */
    readonly dpopOffered: 'never' | 'also' | 'only'
  }

/** Fills in the defaults. @throws TypeError that names everything that is wrong, each with what to do */
export function readGuardOptions(options: AllOptions): GuardSettings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('createGuard: give options, at least { issuer, audience }, or { issuers: [ … ] }')
  const { wire, opaque, cookie, dpop, resource, onRefused, onTrouble, onFirstSight } = options
  const settings = {
    issuers: options.issuers ?? [],
    clockTolerance: options.clockTolerance ?? DEFAULT_CLOCK_TOLERANCE,
    clock: options.clock ?? Date.now,
    fetch: options.fetch ?? globalThis.fetch,
    development: options.development ?? false,
    realm: options.realm ?? 'api',
    maxTokenLength: options.maxTokenLength ?? DEFAULT_MAX_TOKEN_LENGTH,
    maxRememberedTokens: options.maxRememberedTokens ?? 10_000,
    maxRememberedCharacters: options.maxRememberedCharacters ?? 16 * 1024 * 1024,
    rememberFor: options.rememberFor ?? 5 * MINUTE,
    ...(wire !== undefined && { wire }),
    ...(opaque !== undefined && { opaque }),
    ...(cookie !== undefined && { cookie }),
    ...(resource !== undefined && { resource }),
    ...(onRefused !== undefined && { onRefused }),
    ...(onTrouble !== undefined && { onTrouble }),
    ...(onFirstSight !== undefined && { onFirstSight }),
  }
  const unknown = Object.keys(options).filter((name) => !OPTION_NAMES.has(name))
  const own = options.issuers === undefined ? oneIssuer(options) : { issuers: options.issuers, problems: [] }
  const problems = [
    // A misspelt option of a guard must not mean its default.
    ...unknown.map((name) => `there is no option ${JSON.stringify(name)}`),
    ...own.problems,
    ...problemsWithIssuers(own.issuers, options),
    ...problemsWithLimits(settings),
    ...problemsWithTokens(settings),
    ...problemsWithCookie(cookie),
    ...problemsWithKeepers({ opaque, cookie }, own.issuers),
    ...problemsWithDpop(dpop),
    ...(dpop !== undefined && wire !== undefined
      ? ['dpop beside wire: frontends of a former backend bind no tokens to keys']
      : []),
    ...problemsWithResource(resource, { allowHttp: options.development === true }),
  ]
  if (problems.length > 0) throw new TypeError(`createGuard: ${problems.join('; ')}`)
  return {
    ...settings,
    issuers: [...own.issuers],
    dpop: readDpopOptions(dpop ?? {}, { clock: settings.clock, resource: resource?.url }),
    dpopOffered: dpop === undefined ? 'never' : dpop.required === true ? 'only' : 'also',
  }
}

/** What stands for a list of one Latchkey server. */
const oneIssuer = ({
  issuer,
  audience,
  algorithms,
  keys,
  revocation,
}: Partial<OneIssuerOptions>): {
  readonly issuers: readonly Issuer[]
  readonly problems: readonly string[]
} => {
  try {
    const given = {
      issuer: issuer as string,
      audience: audience as string,
      ...(algorithms !== undefined && { algorithms }),
      ...(keys !== undefined && { keys }),
      ...(revocation !== undefined && { revocation }),
    }
    return { issuers: [latchkey(given)], problems: [] }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return { issuers: [], problems: [error.message.replace(/^latchkey: (the (?=issuer))?/, '')] }
  }
}

function problemsWithIssuers(issuers: unknown, options: AllOptions): string[] {
  const { development = false } = options
  const problems: string[] = []
  if (typeof development !== 'boolean') problems.push('development must be true or false')
  if (options.issuers === undefined)
    return [...problems, ...problemsWithNames(issuers as readonly Issuer[], options)]
  for (const name of ['issuer', 'audience', 'algorithms', 'keys', 'revocation'] as const)
    if (options[name] !== undefined)
      problems.push(`${name} belongs into one of the issuers, beside "issuers" it says nothing`)
  if (!Array.isArray(issuers) || issuers.length === 0 || !issuers.every(isIssuer))
    problems.push(
      'issuers must be a list of at least one, such as latchkey({ … }), auth0({ … }) or oidc({ … })',
    )
  else problems.push(...problemsWithNames(issuers, options))
  return problems
}

const isIssuer = (one: unknown): one is Issuer =>
  typeof one === 'object' && one !== null && Array.isArray(Reflect.get(one, 'names')) && 'open' in one

function problemsWithNames(issuers: readonly Issuer[], { development }: AllOptions): string[] {
  const names = issuers.flatMap((one) => one.names)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  return [
    ...names.flatMap((name) => {
      const problem = problemWithUrl(name, { allowHttp: development === true })
      return problem === undefined ? [] : [`issuer ${problem}`]
    }),
    ...twice.map((name) => `two of the issuers are ${name}: give one of them all audiences`),
  ]
}

function problemsWithLimits(settings: Omit<GuardSettings, 'dpop' | 'dpopOffered'>): string[] {
  const problems: string[] = []
  const { clockTolerance } = settings
  if (!(clockTolerance >= 0 && clockTolerance <= MAX_CLOCK_TOLERANCE)) {
    problems.push(`clockTolerance is in milliseconds, from 0 to ${MAX_CLOCK_TOLERANCE}`)
  }
  if (!(Number.isSafeInteger(settings.maxTokenLength) && settings.maxTokenLength > 0)) {
    problems.push('maxTokenLength must be a positive integer')
  }
  for (const name of ['maxRememberedTokens', 'maxRememberedCharacters', 'rememberFor'] as const) {
    if (!(Number.isSafeInteger(settings[name]) && settings[name] >= 0)) {
      problems.push(`${name} must be zero or a positive integer`)
    }
  }
  return problems
}

/** For callers without types: `wire: drfTokenWire` without its brackets must not come out at the first refusal. */
function problemsWithTokens({
  wire,
  opaque,
  onFirstSight,
}: Pick<AllOptions, 'wire' | 'opaque' | 'onFirstSight'>): string[] {
  const problems: string[] = []
  if (wire !== undefined && !Array.isArray(wire?.schemes)) {
    problems.push('wire must be one of drfTokenWire(), simpleJwtWire() and auth0DrfWire()')
  }
  if (opaque !== undefined && typeof opaque?.check !== 'function') {
    problems.push('opaque must have a function "check"')
  }
  if (onFirstSight !== undefined && typeof onFirstSight !== 'function') {
    problems.push('onFirstSight must be a function')
  }
  return problems
}
