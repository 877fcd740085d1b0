import { createHash } from 'node:crypto'
import type { ErrorCode } from '@latchkey/contract'
import { type JwtFailure, verifyJwt } from '@latchkey/guard'
import { SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { IdTokenVerifier } from '../ports/id-token-verifier.js'
import type { ProviderKeys } from './provider-keys.js'
import { CLOCK_TOLERANCE, MAX_LENGTH, rememberUntil, trustIn } from './provider-tokens.js'

const codes: Record<JwtFailure, ErrorCode> = {
  'too-large': 'proof_malformed',
  malformed: 'proof_malformed',
  algorithm: 'proof_algorithm_refused',
  type: 'proof_malformed',
  issuer: 'proof_issuer_unknown',
  'key-unknown': 'proof_key_unknown',
  'keys-unreachable': 'provider_unreachable',
  signature: 'proof_signature_invalid',
  claims: 'proof_claims_invalid',
  audience: 'proof_audience_mismatch',
  'not-yet-valid': 'proof_not_yet_valid',
  expired: 'proof_expired',
}

/** ID tokens through the guard's JWT verification, with the keys each issuer publishes. */
export const idTokenVerifier = (clock: Clock, keysOf: ProviderKeys): IdTokenVerifier => ({
  peekIssuer,
  verify: async (idToken, expectation) => {
    const result = await verifyJwt(idToken, {
      ...trustIn(keysOf, expectation),
      clock: () => clock.now(),
      clockTolerance: CLOCK_TOLERANCE,
    })
    if (!result.ok) {
      return { ok: false, code: codes[result.failure], detail: result.detail, cause: result.cause }
    }
    // OIDC Core §2 requires iat; the moment of the sign-in hangs on it.
    if (result.payload.iat === undefined)
      return { ok: false, code: 'proof_claims_invalid', detail: 'iat is missing' }
    return {
      ok: true,
      claims: result.payload,
      // What the signature covers has one spelling only; the signature itself has several (ECDSA: s and n − s).
      proofKey: createHash('sha256').update(result.signingInput).digest('base64url'),
      expiresAt: rememberUntil(result.payload.exp * SECOND),
    }
  },
})

const peekIssuer = (idToken: string): string | undefined => {
  if (idToken.length > MAX_LENGTH) return undefined
  const [, payload = ''] = idToken.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    const issuer = typeof claims === 'object' && claims !== null && 'iss' in claims ? claims.iss : undefined
    return typeof issuer === 'string' ? issuer : undefined
  } catch {
    return undefined
  }
}
