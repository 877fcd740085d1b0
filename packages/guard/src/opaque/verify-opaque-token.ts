import { AuthError, type ErrorCode, opaqueTokenClaims } from '@latchkey/contract'
import { readLatchkeyClaims } from '../issuers/latchkey.js'
import type { TrustedIssuer, TrustedIssuers } from '../issuers/trusted-issuers.js'
import { checkAudience, checkTimes, type JwtPayload } from '../jwt/check-claims.js'
import { errorOf } from '../jwt/error-of.js'
import { freezeDeep } from '../jwt/json-object.js'
import { quote, refuse } from '../jwt/jwt-failure.js'
import { type Principal, toPrincipal } from '../principal.js'
import type { Clock } from '../time.js'
import type { OpaqueTokens } from './opaque-tokens.js'

/** Who stands behind an opaque token, and whose word that is. */
export interface OpaqueVerified {
  readonly principal: Principal
  readonly issuer: TrustedIssuer
}

/**
 * Opaque token → principal. What stands behind it is held to the rules of a JWT's claims.
 *
 * @throws AuthError `token_session_ended` for one that opens nothing, `issuer_unreachable` when nobody could tell, and what a JWT
 * with these claims would be refused with
 */
export async function verifyOpaqueToken(
  token: string,
  tokens: OpaqueTokens,
  { issuers, clock }: { readonly issuers: TrustedIssuers; readonly clock: Clock },
): Promise<OpaqueVerified> {
  const claims = await ask(tokens, token)
  if (claims === undefined)
    throw new AuthError('token_session_ended', {
      detail: 'this opaque token opens nothing, or nothing any more',
    })
  const payload = freezeDeep(claims as JwtPayload)
  const issuer = issuers.find(payload.iss)
  if (issuer === undefined)
    throw errorOf(refuse('issuer', `saw iss ${quote(payload.iss)}, which is none of ours`))
  const { claim, names } = issuer.audience
  const refused = checkAudience(payload, names, claim) ?? checkTimes(payload, clock(), issuer.clockTolerance)
  if (refused !== undefined) throw errorOf(refused)
  const read =
    issuer.kind === 'latchkey' ? readLatchkeyClaims(payload, opaqueTokenClaims) : issuer.read(payload)
  return { principal: toPrincipal(issuer.kind, payload, read), issuer }
}

const OUTAGES: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['storage_unavailable', 'overloaded'])

const ask = async (tokens: OpaqueTokens, token: string) => {
  try {
    return await tokens.check(token)
  } catch (error) {
    // An outage must not read as a bug, and still less as a token that is no good.
    if (!(error instanceof AuthError && OUTAGES.has(error.code))) throw error
    throw new AuthError('issuer_unreachable', { detail: error.code, cause: error })
  }
}
