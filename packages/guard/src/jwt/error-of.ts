import { AuthError } from '@latchkey/contract'
import type { GuardErrorCode } from '../refusal.js'
import type { JwtFailure, JwtRefused } from './jwt-failure.js'

const codes: Record<JwtFailure, GuardErrorCode> = {
  'too-large': 'token_too_large',
  malformed: 'token_malformed',
  algorithm: 'token_algorithm_refused',
  type: 'token_type_refused',
  issuer: 'token_issuer_mismatch',
  'key-unknown': 'token_key_unknown',
  'keys-unreachable': 'issuer_unreachable',
  signature: 'token_signature_invalid',
  claims: 'token_claims_invalid',
  audience: 'token_audience_mismatch',
  'not-yet-valid': 'token_not_yet_valid',
  expired: 'token_expired',
}

/** Why an access token was not accepted, as a guard refuses it. */
export const errorOf = ({ failure, detail, cause }: JwtRefused): AuthError =>
  new AuthError(codes[failure], { detail, cause })
