import { BEARER_CHALLENGE } from './read-bearer.js'
import type { DrfWords } from './refuse-drf.js'
import { detail, fieldError, nonFieldError, WireRefusal } from './wire-refusal.js'

const notValid = (text: string): WireRefusal =>
  new WireRefusal(401, { detail: text, code: 'token_not_valid' }, BEARER_CHALLENGE)

const cannotLogIn = nonFieldError('Unable to log in with provided credentials.')
const incorrectValue = nonFieldError('Incorrect value')
const invalidToken = notValid('Token is invalid or expired')
const blacklisted = notValid('Token is blacklisted')
const csrfFailed = detail(403, 'CSRF Failed: CSRF token missing or incorrect.')
const noActiveAccount = new WireRefusal(
  401,
  { detail: 'No active account found for the given token.', code: 'no_active_account' },
  BEARER_CHALLENGE,
)

/** How dj-rest-auth and Simple JWT word what our flows refuse. */
export const simpleJwtWords: DrfWords = {
  credentials_wrong: cannotLogIn,
  address_unconfirmed: cannotLogIn,
  user_suspended: cannotLogIn,

  proof_missing: nonFieldError('Incorrect input. access_token or code is required.'),
  proof_malformed: incorrectValue,
  proof_algorithm_refused: incorrectValue,
  proof_issuer_unknown: incorrectValue,
  proof_key_unknown: incorrectValue,
  proof_signature_invalid: incorrectValue,
  proof_audience_mismatch: incorrectValue,
  proof_expired: incorrectValue,
  proof_not_yet_valid: incorrectValue,
  proof_nonce_mismatch: incorrectValue,
  proof_claims_invalid: incorrectValue,
  proof_replayed: incorrectValue,
  provider_token_refused: incorrectValue,
  provider_refused: incorrectValue,
  // One that operators set may be gone, or not there yet.
  provider_unknown: incorrectValue,
  code_refused: nonFieldError('Failed to exchange code for access token'),
  address_unproven: nonFieldError('User is already registered with this e-mail address.'),

  refresh_token_invalid: invalidToken,
  session_expired: invalidToken,
  refresh_token_reused: blacklisted,
  session_ended: blacklisted,
  not_signed_in: detail(401, 'Authentication credentials were not provided.', BEARER_CHALLENGE),

  csrf_origin_refused: csrfFailed,
  csrf_site_refused: csrfFailed,

  address_invalid: fieldError('email', 'Enter a valid email address.'),
}

/** At the address where refresh tokens are renewed an access JWT is one of another kind, and a suspended person has no account. */
export const refreshWords: DrfWords = {
  ...simpleJwtWords,
  proof_claims_invalid: notValid('Token has wrong type'),
  user_suspended: noActiveAccount,
}
