import { readLatchkeyClaims } from '../issuers/latchkey.js'
import type { TrustedIssuer, TrustedIssuers } from '../issuers/trusted-issuers.js'
import { checkAudience, checkTimes, type JwtPayload } from '../jwt/check-claims.js'
import { errorOf } from '../jwt/error-of.js'
import { freezeDeep } from '../jwt/json-object.js'
import { quote, refuse } from '../jwt/jwt-failure.js'
import { type Principal, toPrincipal } from '../principal.js'
import type { Clock } from '../time.js'
import type { StandingClaims } from './opaque-tokens.js'

/** Who stands behind a form that says nothing itself, and whose word that is. */
export interface Standing {
  readonly principal: Principal
  readonly issuer: TrustedIssuer
}

/**
 * What stands behind a form → principal, held to the rules of a JWT's claims.
 *
 * @param keeper the issuer whose forms were asked about: it answers for no other. Undefined where there is one alone
 * @throws AuthError what a JWT with these claims would be refused with
 */
export function principalBehind(
  claims: StandingClaims,
  keeper: string | undefined,
  { issuers, clock }: { readonly issuers: TrustedIssuers; readonly clock: Clock },
): Standing {
  const payload = freezeDeep(claims as JwtPayload)
  const issuer = issuers.find(payload.iss)
  if (issuer === undefined)
    throw errorOf(refuse('issuer', `saw iss ${quote(payload.iss)}, which is none of ours`))
  if (keeper !== undefined && issuers.find(keeper) !== issuer)
    throw errorOf(refuse('issuer', `expected iss ${quote(keeper)}, saw ${quote(payload.iss)}`))
  const { claim, names } = issuer.audience
  const refused = checkAudience(payload, names, claim) ?? checkTimes(payload, clock(), issuer.clockTolerance)
  if (refused !== undefined) throw errorOf(refused)
  const read = issuer.kind === 'latchkey' ? readLatchkeyClaims(payload, 'opaque token') : issuer.read(payload)
  return { principal: toPrincipal(issuer, payload, read), issuer }
}
