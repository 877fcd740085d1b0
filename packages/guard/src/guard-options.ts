import { paths } from '@latchkey/contract'
import type { RefusedRequest } from './guard.js'
import { type Algorithm, algorithms, isAlgorithm } from './jwt/algorithms.js'
import { DEFAULT_CLOCK_TOLERANCE, DEFAULT_MAX_TOKEN_LENGTH } from './jwt/verify-jwt.js'
import type { KeySource } from './keys/key-source.js'
import { createRemoteKeys } from './keys/remote-keys.js'
import { problemWithUrl } from './keys/web-url.js'
import type { OpaqueTokens } from './opaque/opaque-tokens.js'
import { type Clock, MINUTE } from './time.js'
import type { Wire } from './wire/wire.js'

/** Durations are milliseconds. */
export interface GuardOptions {
  /** The `iss` of accepted tokens, compared exactly. Also where keys come from, unless `keys` is given. */
  readonly issuer: string
  /** The names this API goes by in `aud`. A token must name at least one. */
  readonly audience: string | readonly string[]
  /** Default: `['ES256']`. */
  readonly algorithms?: readonly Algorithm[]
  /** How far the clocks of issuer and API may differ. Default: 5 seconds, at most 5 minutes. */
  readonly clockTolerance?: number
  /** Default: what the issuer publishes under `/.well-known/jwks.json`. */
  readonly keys?: KeySource
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: Clock
  /** How keys are fetched. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch
  /** Answers tell expected against seen, and http issuers are allowed. Default: false. */
  readonly development?: boolean
  /** Named in the challenge. Default: `api`. */
  readonly realm?: string
  /** In whose words refusals are told, and under which schemes tokens are read. Default: RFC 6750's. */
  readonly wire?: Wire
  /** Knows tokens that are no JWTs. Default: there are none. */
  readonly opaque?: OpaqueTokens
  /** Told of every refused request: the place to log from. */
  readonly onRefused?: (refused: RefusedRequest) => void
  /** Longest accepted token, in characters. Default: 8192. */
  readonly maxTokenLength?: number
  /** How many verified tokens are remembered. Default: 10000; 0 remembers none. */
  readonly maxRememberedTokens?: number
  /** How much token text is remembered, in characters. Default: 16 Mi. */
  readonly maxRememberedCharacters?: number
  /** How long a verified token is remembered before its signature is checked again. Default: 5 minutes. */
  readonly rememberFor?: number
}

const OPTION_NAMES: ReadonlySet<string> = new Set<keyof GuardOptions>([
  'issuer',
  'audience',
  'algorithms',
  'clockTolerance',
  'keys',
  'clock',
  'fetch',
  'development',
  'realm',
  'wire',
  'opaque',
  'onRefused',
  'maxTokenLength',
  'maxRememberedTokens',
  'maxRememberedCharacters',
  'rememberFor',
])

const MAX_CLOCK_TOLERANCE = 5 * MINUTE

type MayBeMissing = 'wire' | 'opaque' | 'onRefused'
type Settings = Required<Omit<GuardOptions, 'fetch' | MayBeMissing>> & Pick<GuardOptions, MayBeMissing>

/** Fills in the defaults. @throws TypeError that names everything that is wrong, each with what to do */
export function readGuardOptions(options: GuardOptions): Settings {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('createGuard: give options, at least { issuer, audience }')
  }
  const settings = {
    issuer: options.issuer,
    audience: options.audience,
    algorithms: options.algorithms ?? ['ES256' as const],
    clockTolerance: options.clockTolerance ?? DEFAULT_CLOCK_TOLERANCE,
    clock: options.clock ?? Date.now,
    development: options.development ?? false,
    realm: options.realm ?? 'api',
    maxTokenLength: options.maxTokenLength ?? DEFAULT_MAX_TOKEN_LENGTH,
    maxRememberedTokens: options.maxRememberedTokens ?? 10_000,
    maxRememberedCharacters: options.maxRememberedCharacters ?? 16 * 1024 * 1024,
    rememberFor: options.rememberFor ?? 5 * MINUTE,
    ...(options.wire === undefined ? {} : { wire: options.wire }),
    ...(options.opaque === undefined ? {} : { opaque: options.opaque }),
    ...(options.onRefused === undefined ? {} : { onRefused: options.onRefused }),
  }
  const unknown = Object.keys(options).filter((name) => !OPTION_NAMES.has(name))
  const problems = [
    // A misspelt option of a guard must not mean its default.
    ...unknown.map((name) => `there is no option ${JSON.stringify(name)}`),
    ...problemsWithTrust(settings),
    ...problemsWithLimits(settings),
    ...problemsWithTokens(settings),
  ]
  if (problems.length > 0) throw new TypeError(`createGuard: ${problems.join('; ')}`)
  const { audience, algorithms: accepted } = settings
  return {
    ...settings,
    audience: typeof audience === 'string' ? audience : [...audience],
    algorithms: [...accepted],
    keys: options.keys ?? issuerKeys(options),
  }
}

function problemsWithTrust(settings: Omit<Settings, 'keys'>): string[] {
  const problems: string[] = []
  const issuerProblem = problemWithUrl(settings.issuer, { allowHttp: settings.development })
  if (issuerProblem !== undefined) problems.push(`issuer ${issuerProblem}`)
  else if (settings.issuer.includes('?')) problems.push('issuer must not hold a query (RFC 8414 §2)')

  const audiences: unknown = typeof settings.audience === 'string' ? [settings.audience] : settings.audience
  const named = Array.isArray(audiences) && audiences.length > 0
  if (!named || !audiences.every((one) => typeof one === 'string' && one !== '')) {
    problems.push('audience must name this API, as the issuer writes it into aud')
  }
  const accepted: unknown = settings.algorithms
  if (!Array.isArray(accepted) || accepted.length === 0 || !accepted.every(isAlgorithm)) {
    problems.push(
      `algorithms must be some of ${algorithms.join(', ')}: shared secrets and "none" are never accepted`,
    )
  }
  if (typeof settings.development !== 'boolean') problems.push('development must be true or false')
  return problems
}

function problemsWithLimits(settings: Omit<Settings, 'keys'>): string[] {
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
function problemsWithTokens({ wire, opaque }: Pick<Settings, MayBeMissing>): string[] {
  const problems: string[] = []
  if (wire !== undefined && !Array.isArray(wire?.schemes)) {
    problems.push('wire must be one of drfTokenWire(), simpleJwtWire() and auth0DrfWire()')
  }
  if (opaque !== undefined && typeof opaque?.check !== 'function') {
    problems.push('opaque must have a function "check"')
  }
  return problems
}

const issuerKeys = ({ issuer, clock, fetch, development }: GuardOptions): KeySource =>
  createRemoteKeys({
    url: issuer.replace(/\/$/, '') + paths.jwks,
    allowHttp: development ?? false,
    ...(clock === undefined ? {} : { clock }),
    ...(fetch === undefined ? {} : { fetch }),
  })
