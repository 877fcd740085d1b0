import { checkRules } from '../check-rules.js'
import type { TrustedIssuer } from '../issuers/trusted-issuers.js'
import { checkAudience, checkTimes, type JwtPayload } from '../jwt/check-claims.js'
import type { JsonObject } from '../jwt/json-object.js'
import { quote } from '../jwt/jwt-failure.js'
import { type Principal, toPrincipal } from '../principal.js'
import type { Clock } from '../time.js'
import { checkBindingOf } from './check-binding-of.js'
import type { Check, CheckName, ExplainedRequirement, ExplainedUse } from './explanation.js'
import { failed, outcomeOf, passed, skipped } from './outcomes.js'
import type { LenientlyRead } from './read-leniently.js'
import { sayTimes } from './say-times.js'

interface Given {
  readonly clock: Clock
  readonly clockTolerance: number
  readonly requirement: ExplainedRequirement
  readonly scheme: ExplainedUse['scheme']
  readonly dpop: { readonly required: boolean }
}

/** What a JWT says: for whom it is, when it counts, and whether that is enough for an endpoint. */
export function checkClaimsOf(
  { payload }: LenientlyRead,
  issuer: TrustedIssuer | undefined,
  given: Given,
): readonly Check[] {
  const because =
    payload === undefined
      ? 'the payload could not be read'
      : 'the token names none of the issuers that are trusted'
  const rules = rulesOf(given.requirement)
  if (payload === undefined || issuer === undefined)
    return [...(['aud', 'times', 'claims', 'binding'] as const), ...rules.map(({ name }) => name)].map(
      (name) => skipped(name, because),
    )
  const claims = outcomeOf('claims', 'everything that an access token of this issuer must have', () =>
    principalOf(payload, issuer),
  )
  const ofPrincipal = (name: CheckName, check: (principal: Principal) => Check): Check =>
    claims.outcome === 'passed'
      ? check(principalOf(payload, issuer))
      : skipped(name, 'the claims are not those of an access token')
  return [
    checkAudienceOf(payload, issuer),
    checkTimesOf(payload, issuer, given.clock),
    claims,
    ofPrincipal('binding', (principal) => checkBindingOf(principal, { ...given, ...given.dpop })),
    ...rules.map(({ name, requirement }) =>
      ofPrincipal(name, (principal) => checkRule(name, requirement, principal, given)),
    ),
  ]
}

const checkAudienceOf = (payload: JsonObject, { audience }: TrustedIssuer): Check => {
  const { claim, names } = audience
  const refused = checkAudience(payload, names, claim)
  return refused === undefined ? passed('aud', `${claim} ${quote(payload[claim])}`) : failed('aud', refused)
}

const checkTimesOf = (payload: JsonObject, { clockTolerance }: TrustedIssuer, clock: Clock): Check => {
  const now = clock()
  const refused = checkTimes(payload, now, clockTolerance)
  const said = sayTimes(payload, now)
  if (refused === undefined) return passed('times', said)
  return failed('times', { ...refused, detail: `${refused.detail} (${said})` })
}

const principalOf = (payload: JsonObject, issuer: TrustedIssuer): Principal =>
  toPrincipal(issuer, payload as JwtPayload, issuer.read(payload as JwtPayload))

interface Rule {
  readonly name: 'scopes' | 'sign-in' | 'roles' | 'permissions'
  readonly requirement: ExplainedRequirement
}

/** What is required, rule by rule, in the order of the guard. */
const rulesOf = ({
  scopes,
  roles,
  permissions,
  acr,
  signedInWithin,
}: ExplainedRequirement): readonly Rule[] => {
  const signIn = {
    ...(acr !== undefined && { acr }),
    ...(signedInWithin !== undefined && { signedInWithin }),
  }
  return [
    ...(scopes === undefined ? [] : [{ name: 'scopes', requirement: { scopes } } as const]),
    ...(Object.keys(signIn).length === 0 ? [] : [{ name: 'sign-in', requirement: signIn } as const]),
    ...(roles === undefined ? [] : [{ name: 'roles', requirement: { roles } } as const]),
    ...(permissions === undefined ? [] : [{ name: 'permissions', requirement: { permissions } } as const]),
  ]
}

const checkRule = (
  name: Rule['name'],
  requirement: ExplainedRequirement,
  principal: Principal,
  times: Pick<Given, 'clock' | 'clockTolerance'>,
): Check => {
  const has = {
    scopes: principal.scopes.join(' '),
    roles: principal.roles.join(' '),
    permissions: principal.permissions.join(' '),
    'sign-in': 'recent and strong enough',
  }
  const outcome = outcomeOf(name, quote(has[name]), () => checkRules(principal, requirement, times))
  return outcome.outcome !== 'failed' || name === 'sign-in'
    ? outcome
    : { ...outcome, detail: `${outcome.detail}, saw ${quote(has[name])}` }
}
