import { AuthError, type ErrorCode } from '@latchkey/contract'
import type { DrfWords } from './refuse-drf.js'
import { detail, WireRefusal } from './wire-refusal.js'

/** What Django REST framework says to a request that may be of another page. Plain views show a page in its place. */
const notOurPage: DrfWords = {
  csrf_token_missing: detail(403, 'CSRF Failed: CSRF cookie not set.'),
  csrf_token_invalid: detail(403, 'CSRF Failed: CSRF token missing or incorrect.'),
  csrf_origin_refused: detail(403, 'CSRF Failed: Origin checking failed.'),
  csrf_site_refused: detail(403, 'CSRF Failed: Origin checking failed.'),
}

const invalidCredentials = detail(400, 'Invalid credentials')

/** Unknown, wrong and suspended sound alike. */
export const passwordWords: DrfWords = {
  ...notOurPage,
  credentials_wrong: invalidCredentials,
  user_suspended: invalidCredentials,
}

const PROOF_CODES = [
  'proof_missing',
  'proof_malformed',
  'proof_algorithm_refused',
  'proof_issuer_unknown',
  'proof_key_unknown',
  'proof_signature_invalid',
  'proof_audience_mismatch',
  'proof_expired',
  'proof_not_yet_valid',
  'proof_claims_invalid',
  'proof_replayed',
  'provider_refused',
  // One that operators set may be gone, or not there yet.
  'provider_unknown',
  'code_refused',
] as const satisfies readonly ErrorCode[]

const invalidToken = (code: ErrorCode): WireRefusal =>
  new WireRefusal(400, { errors: { token: 'Invalid token', detail: new AuthError(code).message } })

const nonField = (text: string): WireRefusal => new WireRefusal(400, { errors: { non_field_errors: text } })

/** By which way the address is known is told to nobody who has not proved it. */
export const socialWords: DrfWords = {
  ...notOurPage,
  ...Object.fromEntries(PROOF_CODES.map((code) => [code, invalidToken(code)])),
  address_unproven: nonField('Authentication Failed'),
  user_suspended: nonField('This user account is inactive'),
}
