import { AuthError } from '@latchkey/contract'
import { boundKeyOf } from '../dpop/bound-key.js'
import { checkScheme } from '../dpop/check-scheme.js'
import type { TrustedIssuer } from '../issuers/trusted-issuers.js'
import type { JwtPayload } from '../jwt/check-claims.js'
import { quote } from '../jwt/jwt-failure.js'
import type { Principal } from '../principal.js'
import type { Check, ExplainedUse, Explanation } from './explanation.js'
import { outcomeOf } from './outcomes.js'
import type { LenientlyRead } from './read-leniently.js'

/** What whoever holds a token must have beside it: nothing, or the key that it is bound to (RFC 9449). */
export const checkBindingOf = (
  { boundTo }: Pick<Principal, 'boundTo'>,
  { scheme, required }: Pick<ExplainedUse, 'scheme'> & { readonly required: boolean },
): Check => outcomeOf('binding', sayBinding(boundTo), () => checkScheme(boundTo, scheme, required))

const sayBinding = (boundTo: string | undefined): string =>
  boundTo === undefined
    ? 'bound to no key: it comes as "Bearer"'
    : `bound to the key ${quote(boundTo)}: it comes as "DPoP" with a proof of that key, as "Bearer" it is refused (token_scheme_refused)`

/** The key that a token of a trusted issuer is bound to, as far as it says that in a way that can be checked. */
export const boundToOf = (
  { payload }: LenientlyRead,
  issuer: TrustedIssuer | undefined,
): Explanation['boundTo'] => {
  if (payload === undefined || issuer === undefined) return undefined
  try {
    return boundKeyOf(payload as JwtPayload)
  } catch (error) {
    if (error instanceof AuthError) return undefined
    throw error
  }
}
