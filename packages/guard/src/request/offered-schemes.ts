import type { ErrorCode } from '@latchkey/contract'
import type { Nonces } from '../dpop/nonces.js'
import type { Presented } from './presented.js'

/** A scheme that a challenge names. */
export type OfferedScheme = 'Bearer' | 'DPoP'

/**
 * The schemes of a challenge, that of the request first. Whoever comes with a token that is bound to a key is told about proofs,
 * whether or not the API speaks of them to others.
 *
 * @param dpop whether the API speaks of proofs of possession
 */
export function offeredSchemes(
  dpop: 'never' | 'also' | 'only',
  { authorization }: Presented,
  code: ErrorCode,
): readonly [OfferedScheme, ...OfferedScheme[]] {
  if (dpop === 'only') return ['DPoP']
  const value = typeof authorization === 'string' ? authorization : authorization?.[0]
  if (value !== undefined && /^dpop( |$)/i.test(value)) return ['DPoP', 'Bearer']
  return dpop === 'also' || code === 'token_scheme_refused' ? ['Bearer', 'DPoP'] : ['Bearer']
}

/** RFC 9449 §8.2. */
export const nonceHeader = (nonces: Nonces): Readonly<Record<string, string>> => ({
  'DPoP-Nonce': nonces.current(),
})
