import { AuthError } from '@latchkey/contract'

/**
 * Whether a token came under the scheme that it belongs under (RFC 9449 §7.1, §7.2).
 *
 * @param boundTo the key it is bound to; undefined for a bearer token
 * @param scheme undefined where nobody knows: what is bound may still prove itself then
 * @param required whether only bound tokens are accepted
 * @throws AuthError `token_scheme_refused`
 */
export function checkScheme(
  boundTo: string | undefined,
  scheme: 'Bearer' | 'DPoP' | undefined,
  required: boolean,
): void {
  if (boundTo !== undefined) {
    // Whoever stole it would otherwise use it as a bearer token.
    if (scheme === 'Bearer') throw wrongScheme('a token that is bound to a key came without DPoP')
    return
  }
  // A proof for a token that is bound to nothing proves nothing.
  if (scheme === 'DPoP') throw wrongScheme('a token that is bound to no key came as DPoP')
  if (required) throw wrongScheme('dpop.required: only tokens that are bound to a key')
}

const wrongScheme = (detail: string): AuthError => new AuthError('token_scheme_refused', { detail })
