import { type Algorithm, algorithms, isAlgorithm } from '../jwt/algorithms.js'
import type { KeySource } from '../keys/key-source.js'
import { createRemoteKeys } from '../keys/remote-keys.js'
import { problemWithUrl } from '../keys/web-url.js'
import { openRevocation } from '../revocation/open-revocation.js'
import { problemsWithRevocation } from '../revocation/revocation-options.js'
import { MINUTE } from '../time.js'
import { discover } from './discover.js'
import type { FindUserInfo, Issuer, IssuerSurroundings, OpenedIssuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'

/** RFC 9068 §4, and what issuers that do not follow it write: `JWT`, or nothing. */
export const ACCESS_TOKEN_TYPES = ['at+jwt'] as const
export const ANY_JWT_TYPE = ['at+jwt', 'jwt', ''] as const

const OPTION_NAMES: ReadonlySet<string> = new Set<keyof CommonIssuerOptions>([
  'audience',
  'algorithms',
  'keys',
  'clockTolerance',
  'wants',
  'rolesClaim',
  'permissionsClaim',
  'revocation',
])

/** What differs by more is no clock, and what has expired for longer has expired. */
export const MAX_CLOCK_TOLERANCE = 5 * MINUTE

/** How a preset describes its issuer. */
export interface IssuerFacts extends Pick<Issuer, 'kind' | 'names' | 'read'> {
  /** What is wrong with the options of the preset's own. */
  readonly problems?: readonly string[]
  readonly audienceClaim?: Issuer['audience']['claim']
  readonly algorithms: readonly Algorithm[]
  readonly types: readonly string[]
  /** `discover`: as the issuer's own metadata say (OIDC Discovery §4). */
  readonly jwks: string | 'discover'
  /** `discover`: as the metadata say; `none` where there is none, or none that takes the tokens of this API. */
  readonly userInfo: string | 'discover' | 'none'
  /** Whether what has ended is learnt unless somebody says otherwise. */
  readonly learnsEnds?: boolean
  /** Whether a published key is one of this issuer's. Default: all are. */
  readonly isOwnKey?: (jwk: Readonly<Record<string, unknown>>) => boolean
}

/**
 * Facts of a preset and options of whoever calls it → an issuer.
 *
 * @param options without those that are the preset's own
 * @throws TypeError that names everything that is wrong, each with what to do
 */
export function makeIssuer(facts: IssuerFacts, options: CommonIssuerOptions): Issuer {
  const names = typeof options.audience === 'string' ? [options.audience] : options.audience
  const accepted = options.algorithms ?? facts.algorithms
  const problems = [
    // A misspelt option must not mean its default: `hostedDomian` would let everybody in.
    ...Object.keys(options).flatMap((name) =>
      OPTION_NAMES.has(name) ? [] : [`there is no option ${JSON.stringify(name)}`],
    ),
    ...(facts.problems ?? []),
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
    ...problemsWithRevocation(options.revocation),
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

const problemsWithCommon = ({
  clockTolerance = 0,
  wants = [],
  keys,
  rolesClaim = 'roles',
  permissionsClaim = 'permissions',
}: CommonIssuerOptions): string[] => {
  const problems: string[] = []
  if (!(clockTolerance >= 0 && clockTolerance <= MAX_CLOCK_TOLERANCE))
    problems.push(`clockTolerance is in milliseconds, from 0 to ${MAX_CLOCK_TOLERANCE}`)
  if (!(Array.isArray(wants) && wants.every(isName))) problems.push('wants must be names of claims')
  for (const [name, path] of Object.entries({ rolesClaim, permissionsClaim })) {
    const names = [path].flat()
    if (names.length === 0 || !names.every(isName))
      problems.push(`${name} must be the name of a claim, or the names on the way to it`)
  }
  if (keys !== undefined && typeof keys?.find !== 'function')
    problems.push("keys must be a key source, such as fileKeys('./jwks.json')")
  return problems
}

const open = (
  facts: IssuerFacts,
  options: CommonIssuerOptions,
  surroundings: IssuerSurroundings,
): OpenedIssuer => {
  const {
    kind,
    names: [name],
    jwks,
    userInfo,
    isOwnKey,
  } = facts
  const { clock, fetch, allowHttp } = surroundings
  if (userInfo !== 'discover' && userInfo !== 'none') {
    // A token goes there.
    const problem = problemWithUrl(userInfo, { allowHttp })
    if (problem !== undefined) throw new TypeError(`${kind}: userInfoUrl ${problem}`)
  }
  const discovered = discover({ issuer: name, fetch, allowHttp, clock })
  const findUserInfo: FindUserInfo = async () => {
    if (userInfo === 'none') return undefined
    return userInfo === 'discover' ? (await discovered.metadata()).userInfo : userInfo
  }
  const learnsEnds = options.keys === undefined && facts.learnsEnds === true
  const opened = (keys: KeySource): OpenedIssuer => ({
    keys,
    userInfo: findUserInfo,
    ...openRevocation(options.revocation ?? learnsEnds, {
      ...surroundings,
      issuer: name,
      names: facts.names,
      findTokenUrl: async () => {
        const { token } = await discovered.metadata()
        if (token === undefined) throw new Error('the metadata of the issuer name no token_endpoint')
        return token
      },
      keys,
      algorithms: options.algorithms ?? facts.algorithms,
    }),
  })
  if (options.keys !== undefined) return opened(options.keys)
  const url = jwks === 'discover' ? discovered.url : jwks
  const keys = createRemoteKeys({
    url,
    clock,
    allowHttp,
    ...(isOwnKey !== undefined && { takes: isOwnKey }),
    fetch: jwks === 'discover' ? discovered.fetchKeys : fetch,
  })
  return opened(keys)
}
