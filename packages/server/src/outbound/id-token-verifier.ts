import { createHash } from 'node:crypto'
import type { ErrorCode } from '@latchkey/contract'
import { type JwtFailure, verifyJwt } from '@latchkey/guard'
import { MINUTE, type Millis, SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { IdTokenVerifier } from '../ports/id-token-verifier.js'
import type { ProviderKeys } from './provider-keys.js'

const MAX_LENGTH = 16 * 1024
const CLOCK_TOLERANCE = 30 * SECOND
/** A spent proof is remembered a little longer than it could be accepted. */
const REMEMBER_LONGER = 1 * MINUTE

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
      keys: keysOf(expectation),
      issuer: expectation.expectedIssuer,
      audience: expectation.acceptedAudiences,
      algorithms: expectation.acceptedAlgorithms,
      clock: () => clock.now(),
      clockTolerance: CLOCK_TOLERANCE,
      maxLength: MAX_LENGTH,
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
      expiresAt: rememberUntil(result.payload.exp),
    }
  },
})

/** Whole milliseconds, and no more of them than a column holds: `exp` may be any number (RFC 7519 §2). */
const rememberUntil = (exp: number): Millis =>
  Math.min(Math.ceil(exp * SECOND) + CLOCK_TOLERANCE + REMEMBER_LONGER, Number.MAX_SAFE_INTEGER)

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
