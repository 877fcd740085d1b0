import { problemWithUrl } from '../keys/web-url.js'
import type { Issuer } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ANY_JWT_TYPE, makeIssuer } from './make-issuer.js'
import { at, maybeText, namesAt, rolesOf, said, textClaim, textsOf, timeClaim } from './read-claims.js'

export interface OidcOptions extends CommonIssuerOptions {
  /** Its `iss`, to the letter. */
  readonly issuer: string
  /** Where its public keys are. Default: where its metadata say (`/.well-known/openid-configuration`). */
  readonly jwksUrl?: string
  /** Where it tells about people. Default: where its metadata say. */
  readonly userInfoUrl?: string
  /** Where scopes stand in the claims. Default: `scope`, and `scp` where there is none. */
  readonly scopesClaim?: string | readonly string[]
  /** Which claim names the API. Default: `aud`. */
  readonly audienceClaim?: 'aud' | 'client_id' | 'azp'
  /**
   * Accepted `typ` of the header. Default: `at+jwt` (RFC 9068), `JWT` and none. Whoever issues ID tokens for the same audience should
   * accept `at+jwt` alone: an ID token is no access token.
   */
  readonly types?: readonly ('at+jwt' | 'JWT' | 'none')[]
}

/** Any issuer of JWT access tokens: RFC 9068, or plain ones. */
export function oidc(options: OidcOptions): Issuer {
  const { issuer, jwksUrl, userInfoUrl, scopesClaim, audienceClaim, types, ...common } = options
  const { rolesClaim = 'roles', permissionsClaim } = common
  return makeIssuer(
    {
      kind: 'oidc',
      names: [issuer],
      problems: problemsWith(options),
      algorithms: ['RS256'],
      types: readTypes(types),
      jwks: jwksUrl ?? 'discover',
      userInfo: userInfoUrl ?? 'discover',
      ...(audienceClaim !== undefined && { audienceClaim }),
      read: (claims) => ({
        subject: textClaim(claims, 'sub'),
        scopes: textsOf(
          scopesClaim === undefined ? (claims['scope'] ?? claims['scp']) : at(claims, scopesClaim),
        ),
        roles: rolesOf(at(claims, rolesClaim)),
        permissions: namesAt(claims, permissionsClaim),
        amr: textsOf(claims['amr']),
        ...said({
          sessionId: maybeText(claims, 'sid'),
          clientId: maybeText(claims, 'client_id') ?? maybeText(claims, 'azp'),
          acr: maybeText(claims, 'acr'),
          authenticatedAt: timeClaim(claims, 'auth_time'),
        }),
      }),
    },
    common,
  )
}

const TYPES: ReadonlyMap<unknown, string> = new Map([
  ['at+jwt', 'at+jwt'],
  ['JWT', 'jwt'],
  ['none', ''],
])

const readTypes = (types: OidcOptions['types']): readonly string[] =>
  Array.isArray(types) ? types.flatMap((type) => TYPES.get(type) ?? []) : ANY_JWT_TYPE

const problemsWith = ({
  types = ['at+jwt'],
  audienceClaim = 'aud',
  scopesClaim = 'scope',
  jwksUrl,
  userInfoUrl,
}: OidcOptions): string[] => {
  const problems: string[] = []
  if (!(Array.isArray(types) && types.length > 0 && types.every((type) => TYPES.has(type))))
    problems.push('types must be some of at+jwt, JWT and none')
  if (!['aud', 'client_id', 'azp'].includes(audienceClaim))
    problems.push('audienceClaim must be aud, client_id or azp')
  if (![scopesClaim].flat().every((name) => typeof name === 'string' && name !== ''))
    problems.push('scopesClaim must be the name of a claim, or the names on the way to it')
  for (const [name, url] of Object.entries({ jwksUrl, userInfoUrl })) {
    // Whether http may be is for the guard to say, which knows whether this is development.
    const problem = url === undefined ? undefined : problemWithUrl(url, { allowHttp: true })
    if (problem !== undefined) problems.push(`${name} ${problem}`)
  }
  return problems
}
