import { algorithms, signatureHolds } from '../jwt/algorithms.js'
import { checkType } from '../jwt/check-type.js'
import { quote } from '../jwt/jwt-failure.js'
import { readJwt } from '../jwt/verify-jwt.js'
import { checkProofClaims, type ExpectedProof, type FittingProof, wrongProof } from './check-proof-claims.js'
import { proofKeyOf } from './proof-key.js'

/** Room for an RSA key of 4096 bits and its signature. */
const LONGEST = 4096
const TYPES = ['dpop+jwt']

/**
 * Checks a DPoP proof (RFC 9449 §4.3), all but whether it was used before.
 *
 * @param boundTo thumbprint of the key that the access token is bound to
 * @throws AuthError `token_proof_invalid`, `token_nonce_needed`
 */
export function verifyProof(text: string, boundTo: string, expected: ExpectedProof): FittingProof {
  const read = readJwt(text, { algorithms, maxLength: LONGEST })
  if (!read.ok) throw wrongProof(read.detail)
  const { jws, payload } = read
  const type = checkType(jws.header, TYPES)
  if (type !== undefined) throw wrongProof(type.detail)
  const key = proofKeyOf(jws.header)
  if (!key.ok) throw wrongProof(key.detail)
  if (!key.algs.includes(jws.algorithm))
    throw wrongProof(`jwk is for ${key.algs.join(' or ')}, alg is ${quote(jws.algorithm)}`)
  if (key.thumbprint !== boundTo)
    throw wrongProof('jwk is another key than the one the access token is bound to')
  const fitting = checkProofClaims(payload, expected)
  const signed = Buffer.from(jws.signingInput, 'latin1')
  if (!signatureHolds(jws.algorithm, { signed, key: key.key, signature: jws.signature }))
    throw wrongProof('the key in the proof did not make its signature')
  return fitting
}
