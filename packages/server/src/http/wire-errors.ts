import type { ErrorCode } from '@latchkey/contract'
import type { GuardErrorCode } from '@latchkey/guard'

/** How a refusal looks on the wire: HTTP status and OAuth error (RFC 6749 §5.2, RFC 8693 §2.2.2). */
export interface WireError {
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 429 | 500 | 503
  readonly error: string
}

const invalidRequest: WireError = { status: 400, error: 'invalid_request' }
const invalidGrant: WireError = { status: 400, error: 'invalid_grant' }
const invalidClient: WireError = { status: 401, error: 'invalid_client' }
/** What a person typed is understood, and not accepted. */
const unprocessable: WireError = { status: 422, error: 'invalid_request' }
const conflict: WireError = { status: 409, error: 'invalid_request' }
const forbidden: WireError = { status: 403, error: 'access_denied' }
const temporarilyUnavailable: WireError = { status: 503, error: 'temporarily_unavailable' }

/** A new error code without a place here does not compile. What a guard refuses, the guard puts into words itself. */
export const wireErrors: Record<Exclude<ErrorCode, GuardErrorCode>, WireError> = {
  malformed_request: invalidRequest,
  missing_parameter: invalidRequest,
  repeated_parameter: invalidRequest,
  json_expected: { status: 415, error: 'invalid_request' },
  invalid_parameter: invalidRequest,
  unsupported_content_type: { status: 415, error: 'invalid_request' },
  body_too_large: { status: 413, error: 'invalid_request' },
  unsupported_grant_type: { status: 400, error: 'unsupported_grant_type' },
  unsupported_subject_token_type: invalidRequest,
  unsupported_actor_token: invalidRequest,
  unsupported_requested_token_type: invalidRequest,
  not_found: { status: 404, error: 'not_found' },
  method_not_allowed: { status: 405, error: 'invalid_request' },
  console_missing: temporarilyUnavailable,

  client_authentication_failed: invalidClient,
  client_authentication_missing: invalidClient,
  client_authentication_repeated: invalidRequest,
  client_grant_not_allowed: { status: 400, error: 'unauthorized_client' },
  scope_not_allowed: { status: 400, error: 'invalid_scope' },
  audience_unknown: { status: 400, error: 'invalid_target' },

  proof_missing: invalidGrant,
  proof_malformed: invalidGrant,
  proof_algorithm_refused: invalidGrant,
  proof_issuer_unknown: invalidGrant,
  proof_key_unknown: invalidGrant,
  proof_signature_invalid: invalidGrant,
  proof_audience_mismatch: invalidGrant,
  proof_expired: invalidGrant,
  proof_not_yet_valid: invalidGrant,
  proof_nonce_mismatch: invalidGrant,
  proof_claims_invalid: invalidGrant,
  proof_replayed: invalidGrant,
  provider_unreachable: temporarilyUnavailable,
  provider_token_refused: invalidGrant,
  sign_in_unavailable: temporarilyUnavailable,

  logout_token_refused: invalidRequest,
  event_token_malformed: invalidRequest,
  event_token_key_refused: invalidRequest,
  event_token_issuer_refused: invalidRequest,
  event_token_audience_refused: invalidRequest,
  event_sender_refused: invalidRequest,

  provider_unknown: { status: 404, error: 'not_found' },
  redirect_uri_needed: invalidRequest,
  sign_in_not_begun: invalidRequest,
  sign_in_cancelled: { status: 400, error: 'access_denied' },
  provider_refused: invalidGrant,
  provider_mixed_up: invalidRequest,
  code_refused: invalidGrant,

  address_unproven: invalidGrant,
  user_suspended: invalidGrant,
  hook_denied: invalidGrant,
  hook_failed: temporarilyUnavailable,
  credentials_wrong: invalidGrant,
  address_unconfirmed: invalidGrant,
  not_signed_in: { status: 401, error: 'login_required' },
  /** As RFC 9470 §3 names it. */
  recent_sign_in_needed: { status: 403, error: 'insufficient_user_authentication' },
  password_wrong: forbidden,
  too_many_watchers: { status: 429, error: 'temporarily_unavailable' },
  too_many_attempts: { status: 429, error: 'temporarily_unavailable' },

  address_invalid: unprocessable,
  password_too_short: unprocessable,
  password_too_long: unprocessable,
  password_too_common: unprocessable,
  password_personal: unprocessable,
  password_breached: unprocessable,
  profile_invalid: unprocessable,
  code_wrong: unprocessable,
  link_invalid: invalidRequest,
  confirmation_needs_password: forbidden,
  sign_up_unknown: invalidRequest,
  session_unknown: { status: 404, error: 'not_found' },
  identity_unknown: { status: 404, error: 'not_found' },
  api_key_unknown: { status: 404, error: 'not_found' },
  api_key_limit_reached: conflict,
  stream_unknown: { status: 404, error: 'not_found' },
  stream_limit_reached: conflict,
  subject_unknown: { status: 404, error: 'not_found' },
  identity_taken: conflict,
  last_way_in: conflict,

  target_unknown: { status: 404, error: 'not_found' },
  role_unknown: unprocessable,
  permission_not_yours: forbidden,
  account_holds_more: forbidden,
  last_operator: conflict,
  impersonation_off: conflict,
  impersonation_refused: forbidden,
  not_while_impersonating: forbidden,
  address_taken: conflict,
  address_missing: conflict,
  client_taken: conflict,
  client_configured: conflict,
  provider_configured: conflict,
  provider_limit_reached: conflict,
  changed_meanwhile: conflict,
  webhook_limit_reached: conflict,
  request_key_reused: unprocessable,
  request_under_way: conflict,

  refresh_token_invalid: invalidGrant,
  refresh_token_client_mismatch: invalidGrant,
  refresh_token_reused: invalidGrant,
  session_ended: invalidGrant,
  session_expired: invalidGrant,

  overloaded: temporarilyUnavailable,
  storage_unavailable: temporarilyUnavailable,
  internal_error: { status: 500, error: 'server_error' },
}
