import type { ErrorCode } from '@latchkey/contract'
import type { GuardErrorCode } from '@latchkey/guard'

/** How a refusal looks on the wire: HTTP status and OAuth error (RFC 6749 §5.2, RFC 8693 §2.2.2). */
export interface WireError {
  readonly status: 400 | 401 | 404 | 405 | 413 | 415 | 500 | 503
  readonly error: string
}

const invalidRequest: WireError = { status: 400, error: 'invalid_request' }
const invalidGrant: WireError = { status: 400, error: 'invalid_grant' }
const invalidClient: WireError = { status: 401, error: 'invalid_client' }
const temporarilyUnavailable: WireError = { status: 503, error: 'temporarily_unavailable' }

/** A new error code without a place here does not compile. What a guard refuses, the guard puts into words itself. */
export const wireErrors: Record<Exclude<ErrorCode, GuardErrorCode>, WireError> = {
  malformed_request: invalidRequest,
  missing_parameter: invalidRequest,
  repeated_parameter: invalidRequest,
  unsupported_content_type: { status: 415, error: 'invalid_request' },
  body_too_large: { status: 413, error: 'invalid_request' },
  unsupported_grant_type: { status: 400, error: 'unsupported_grant_type' },
  unsupported_subject_token_type: invalidRequest,
  unsupported_actor_token: invalidRequest,
  unsupported_requested_token_type: invalidRequest,
  not_found: { status: 404, error: 'not_found' },
  method_not_allowed: { status: 405, error: 'invalid_request' },

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
  sign_in_unavailable: temporarilyUnavailable,

  address_unproven: invalidGrant,
  user_suspended: invalidGrant,

  refresh_token_invalid: invalidGrant,
  refresh_token_client_mismatch: invalidGrant,
  refresh_token_reused: invalidGrant,
  session_ended: invalidGrant,
  session_expired: invalidGrant,

  overloaded: temporarilyUnavailable,
  storage_unavailable: temporarilyUnavailable,
  internal_error: { status: 500, error: 'server_error' },
}
