import { AuthError, type ErrorCode, opaqueTokenClaims } from '@latchkey/contract'
import { checkAudience, checkIssuer, checkTimes, type JwtPayload } from '../jwt/check-claims.js'
import { errorOf } from '../jwt/error-of.js'
import { freezeDeep } from '../jwt/json-object.js'
import { type Principal, principalFrom } from '../principal.js'
import type { Clock } from '../time.js'
import type { OpaqueTokens } from './opaque-tokens.js'

export interface AcceptedOpaqueTokens {
  readonly issuer: string
  readonly audience: string | readonly string[]
  readonly clock: Clock
  readonly clockTolerance: number
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
  accepted: AcceptedOpaqueTokens,
): Promise<Principal> {
  const claims = await ask(tokens, token)
  if (claims === undefined)
    throw new AuthError('token_session_ended', {
      detail: 'this opaque token opens nothing, or nothing any more',
    })
  const payload = freezeDeep(claims as JwtPayload)
  const refused =
    checkIssuer(payload, accepted.issuer) ??
    checkAudience(payload, accepted.audience) ??
    checkTimes(payload, accepted.clock(), accepted.clockTolerance)
  if (refused !== undefined) throw errorOf(refused)
  return principalFrom(payload, opaqueTokenClaims)
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
