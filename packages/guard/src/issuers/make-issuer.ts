import { type Algorithm, algorithms, isAlgorithm } from '../jwt/algorithms.js'
import { createRemoteKeys } from '../keys/remote-keys.js'
import { problemWithUrl } from '../keys/web-url.js'
import { MINUTE } from '../time.js'
import { discover } from './discover.js'
import type { FindUserInfo, Issuer, IssuerSurroundings, OpenedIssuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'

/** RFC 9068 §4, and what issuers that do not follow it write: `JWT`, or nothing. */
export const ACCESS_TOKEN_TYPES = ['at+jwt'] as const
export const ANY_JWT_TYPE = ['at+jwt', 'jwt', ''] as const

const MAX_CLOCK_TOLERANCE = 5 * MINUTE

/** How a preset describes its issuer. */
export interface IssuerFacts extends Pick<Issuer, 'kind' | 'names' | 'read'> {
  readonly audienceClaim?: Issuer['audience']['claim']
  readonly algorithms: readonly Algorithm[]
  readonly types: readonly string[]
  /** `discover`: as the issuer's own metadata say (OIDC Discovery §4). */
  readonly jwks: string | 'discover'
  /** Undefined: there is none, or discovery tells. */
  readonly userInfo?: string
}

/**
 * Facts of a preset and options of whoever calls it → an issuer.
 *
 * @throws TypeError that names everything that is wrong, each with what to do
 */
export function makeIssuer(facts: IssuerFacts, options: CommonIssuerOptions): Issuer {
  const names = typeof options.audience === 'string' ? [options.audience] : options.audience
  const accepted = options.algorithms ?? facts.algorithms
  const problems = [
    ...facts.names.flatMap((name) => problemWithName(name)),
    ...(Array.isArray(names) && names.length > 0 && names.every(isName)
      ? []
      : ['audience must name this API, as the issuer writes it into its tokens']),
    ...(Array.isArray(accepted) && accepted.length > 0 && accepted.every(isAlgorithm)
      ? []
      : [
          `algorithms must be some of ${algorithms.join(', ')}: shared secrets and "none" are never accepted`,
        ]),
    ...problemsWithCommon(options),
  ]
  if (problems.length > 0) throw new TypeError(`${facts.kind}: ${problems.join('; ')}`)
  return {
    kind: facts.kind,
    names: facts.names,
    audience: { claim: facts.audienceClaim ?? 'aud', names: [...names] },
    algorithms: [...accepted],
    types: facts.types,
    clockTolerance: options.clockTolerance,
    wants: [...(options.wants ?? [])],
    read: facts.read,
    open: (surroundings) => open(facts, options, surroundings),
  }
}

const isName = (name: unknown): boolean => typeof name === 'string' && name !== ''

// Whether http may be is for the guard to say, which knows whether this is development.
const problemWithName = (name: unknown): string[] => {
  const problem = problemWithUrl(name, { allowHttp: true })
  if (problem !== undefined) return [`the issuer ${problem}`]
  if (String(name).includes('?')) return ['the issuer must not hold a query (RFC 8414 §2)']
  // It stands before the subject in the name of a person.
  return String(name).includes('|') ? ['the issuer must not hold a |'] : []
}

const problemsWithCommon = ({ clockTolerance = 0, wants = [], keys }: CommonIssuerOptions): string[] => {
  const problems: string[] = []
  if (!(clockTolerance >= 0 && clockTolerance <= MAX_CLOCK_TOLERANCE))
    problems.push(`clockTolerance is in milliseconds, from 0 to ${MAX_CLOCK_TOLERANCE}`)
  if (!(Array.isArray(wants) && wants.every(isName))) problems.push('wants must be names of claims')
  if (keys !== undefined && typeof keys?.find !== 'function')
    problems.push("keys must be a key source, such as fileKeys('./jwks.json')")
  return problems
}

const open = (
  { names: [name], jwks, userInfo }: IssuerFacts,
  options: CommonIssuerOptions,
  { clock, fetch, allowHttp }: IssuerSurroundings,
): OpenedIssuer => {
  const discovered = discover({ issuer: name, fetch, allowHttp, clock })
  const findUserInfo: FindUserInfo = async () => userInfo ?? (await discovered.metadata()).userInfo
  if (options.keys !== undefined) return { keys: options.keys, userInfo: findUserInfo }
  const url = jwks === 'discover' ? discovered.url : jwks
  const keys = createRemoteKeys({
    url,
    clock,
    allowHttp,
    fetch: jwks === 'discover' ? discovered.fetchKeys : fetch,
  })
  return { keys, userInfo: findUserInfo }
}
