import type { Grant } from '../grants/grant.js'
import { toNumericDate } from '../time.js'
import type { OidcTwin } from '../twin.js'
import { signAsSwitched } from './sign-as-switched.js'

/**
 * The ID token that ends a sign-in (OIDC Core §3.1.3.3), with everything its request asked for.
 *
 * @param hashes `at_hash` and `c_hash`, from providers that send them
 */
export const idTokenFor = <P>(
  twin: OidcTwin<P>,
  grant: Grant<P>,
  hashes: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { wantsAuthTime } = grant.request
  const nonce = twin.switches.current().wrongNonce ? 'nonce-of-another-sign-in' : grant.request.nonce
  return signAsSwitched(twin, {
    ...twin.idTokenClaims(grant),
    ...hashes,
    ...(nonce !== undefined && { nonce }),
    ...(wantsAuthTime && { auth_time: toNumericDate(grant.grantedAt) }),
  })
}
