import { AuthError } from '@latchkey/contract'
import type { TrustedIssuers } from '../issuers/trusted-issuers.js'
import type { Clock } from '../time.js'
import { askKeeper } from './ask-keeper.js'
import type { OpaqueTokens } from './opaque-tokens.js'
import { principalBehind, type Standing } from './principal-behind.js'

/**
 * Opaque token → principal.
 *
 * @throws AuthError `token_session_ended` for one that opens nothing, `issuer_unreachable` when nobody could tell, and what a JWT
 * with these claims would be refused with
 */
export async function verifyOpaqueToken(
  token: string,
  tokens: OpaqueTokens,
  trust: { readonly issuers: TrustedIssuers; readonly clock: Clock },
): Promise<Standing> {
  const claims = await askKeeper(() => tokens.check(token))
  if (claims === undefined)
    throw new AuthError('token_session_ended', {
      detail: 'this opaque token opens nothing, or nothing any more',
    })
  return principalBehind(claims, tokens.issuer, trust)
}
