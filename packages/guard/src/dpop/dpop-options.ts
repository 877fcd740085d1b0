import { problemWithUrl } from '../keys/web-url.js'
import { type Clock, MINUTE } from '../time.js'
import { createNonces, type Nonces } from './nonces.js'
import { createReplayMemory, type DpopReplays } from './replays.js'

/** How proofs of possession are checked (RFC 9449). Tokens that are bound to a key need one whether this is given or not. */
export interface DpopOptions {
  /** Only tokens that are bound to a key are accepted. Default: false. */
  readonly required?: boolean
  /**
   * Where callers reach this API, each an origin and, where a proxy takes one away, the path before the API's own: `https://example.com/api`.
   * Default: the origin of `resource`, otherwise what the request says by its connection and `Host`, which is the caller's own word and,
   * behind a proxy, another address.
   */
  readonly origins?: readonly string[]
  /** Proofs must hold a nonce of ours, so that none can be made ahead (§9). Default: false. */
  readonly nonce?: boolean
  /** What nonces are derived from, at least 32 characters, the same in every process of the API. Default: each process has its own. */
  readonly nonceKey?: string
  /** How old a proof may be by its `iat`, in milliseconds. With nonces it is their age that counts. Default: 1 minute, at most 10. */
  readonly maxAge?: number
  /** Remembers used proofs. Default: {@link createReplayMemory}, which knows what this process has seen. */
  readonly replays?: DpopReplays
}

export interface DpopSettings {
  readonly required: boolean
  /** Undefined: whatever the request says. */
  readonly origins: readonly string[] | undefined
  readonly nonces: Nonces | undefined
  readonly maxAge: number
  readonly replays: DpopReplays
}

const NAMES: ReadonlySet<string> = new Set<keyof DpopOptions>([
  'required',
  'origins',
  'nonce',
  'nonceKey',
  'maxAge',
  'replays',
])
const MAX_AGE = 10 * MINUTE
const SHORTEST_KEY = 32

/** @param resource the address of the API, when it is known */
export const readDpopOptions = (
  { required = false, origins, nonce = false, nonceKey, maxAge = MINUTE, replays }: DpopOptions,
  { clock, resource }: { readonly clock: Clock; readonly resource: string | undefined },
): DpopSettings => ({
  required,
  origins: origins?.map(withoutSlash) ?? (resource === undefined ? undefined : [new URL(resource).origin]),
  nonces: nonce ? createNonces({ key: nonceKey, clock }) : undefined,
  maxAge,
  replays: replays ?? createReplayMemory(),
})

const withoutSlash = (origin: string): string => origin.replace(/\/$/, '')

/** What is wrong with them, each with what to do. */
export function problemsWithDpop(options: DpopOptions | undefined): string[] {
  if (options === undefined) return []
  if (typeof options !== 'object' || options === null)
    return ['dpop must be options, such as { required: true }']
  const { origins, nonce = false, nonceKey, maxAge = MINUTE, replays, required = false } = options
  const problems = Object.keys(options)
    .filter((name) => !NAMES.has(name))
    .map((name) => `there is no option ${JSON.stringify(`dpop.${name}`)}`)
  if (typeof required !== 'boolean') problems.push('dpop.required must be true or false')
  if (typeof nonce !== 'boolean') problems.push('dpop.nonce must be true or false')
  if (origins !== undefined) problems.push(...problemsWithOrigins(origins))
  if (nonceKey !== undefined && nonce !== true)
    problems.push('dpop.nonceKey does nothing without nonce: true')
  if (nonceKey !== undefined && !(typeof nonceKey === 'string' && nonceKey.length >= SHORTEST_KEY))
    problems.push(`dpop.nonceKey must be at least ${SHORTEST_KEY} characters, from the environment`)
  if (!(maxAge > 0 && maxAge <= MAX_AGE)) problems.push(`dpop.maxAge is in milliseconds, at most ${MAX_AGE}`)
  if (replays !== undefined && typeof replays?.spendOnce !== 'function')
    problems.push('dpop.replays must have a function "spendOnce"')
  return problems
}

function problemsWithOrigins(origins: readonly string[]): string[] {
  if (!Array.isArray(origins) || origins.length === 0)
    return ['dpop.origins must be a list of at least one, such as https://api.example.com']
  return origins.flatMap((origin) => {
    // Which scheme a caller uses is the API's to say: a proof only has to name the same.
    const problem = problemWithUrl(origin, { allowHttp: true })
    if (problem !== undefined) return [`dpop.origins: each ${problem}`]
    return new URL(origin).search === '' ? [] : ['dpop.origins: none may hold a query']
  })
}
