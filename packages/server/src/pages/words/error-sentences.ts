import type { ErrorCode } from '@latchkey/contract'

/** What the pages say about a refusal to the person in front of them. */
export interface ErrorSentences {
  readonly malformed_request: string
  readonly missing_parameter: string
  readonly invalid_parameter: string
  readonly not_found: string
  readonly method_not_allowed: string

  readonly provider_unknown: string
  readonly provider_unreachable: string
  readonly provider_refused: string
  readonly provider_mixed_up: string
  readonly code_refused: string
  /** Whatever we found wrong with what the provider said: no person can do anything else about it. */
  readonly proof_claims_invalid: string
  readonly proof_expired: string
  readonly proof_replayed: string
  readonly sign_in_not_begun: string
  readonly sign_in_cancelled: string
  readonly sign_in_unavailable: string
  readonly address_unproven: string

  readonly user_suspended: string
  /** Where the reason of the project does not come along: behind the redirect of a provider. */
  readonly hook_denied: string
  readonly not_signed_in: string
  readonly recent_sign_in_needed: string
  readonly credentials_wrong: string
  readonly password_wrong: string
  readonly address_unconfirmed: string
  readonly too_many_attempts: string

  readonly address_invalid: string
  readonly password_too_short: string
  readonly password_too_long: string
  readonly password_too_common: string
  readonly password_personal: string
  readonly password_breached: string
  readonly profile_invalid: string
  readonly code_wrong: string
  readonly link_invalid: string
  readonly confirmation_needs_password: string
  readonly sign_up_unknown: string
  readonly session_unknown: string
  readonly identity_unknown: string
  readonly api_key_unknown: string
  readonly api_key_limit_reached: string
  readonly identity_taken: string
  readonly last_way_in: string
  readonly last_operator: string
  readonly not_while_impersonating: string

  readonly csrf_origin_refused: string
  readonly csrf_token_invalid: string

  readonly overloaded: string
  readonly internal_error: string
}

type SaidCode = keyof ErrorSentences

/** Codes that mean something else to whoever wrote a request, and the same to a person. A new code that is in neither does not compile. */
const saidAs: Readonly<Record<Exclude<ErrorCode, SaidCode>, SaidCode>> = {
  repeated_parameter: 'malformed_request',
  unsupported_content_type: 'malformed_request',
  json_expected: 'malformed_request',
  body_too_large: 'malformed_request',
  unsupported_grant_type: 'malformed_request',
  logout_token_refused: 'malformed_request',
  event_token_malformed: 'malformed_request',
  event_token_key_refused: 'malformed_request',
  event_token_issuer_refused: 'malformed_request',
  event_token_audience_refused: 'malformed_request',
  event_sender_refused: 'malformed_request',
  stream_unknown: 'not_found',
  stream_limit_reached: 'malformed_request',
  subject_unknown: 'not_found',
  unsupported_subject_token_type: 'malformed_request',
  unsupported_actor_token: 'malformed_request',
  unsupported_requested_token_type: 'malformed_request',
  redirect_uri_needed: 'malformed_request',

  role_insufficient: 'internal_error',
  permission_insufficient: 'internal_error',
  target_unknown: 'not_found',
  role_unknown: 'internal_error',
  permission_not_yours: 'internal_error',
  account_holds_more: 'internal_error',
  impersonation_off: 'internal_error',
  impersonation_refused: 'internal_error',
  address_taken: 'internal_error',
  address_missing: 'internal_error',
  client_taken: 'internal_error',
  client_configured: 'internal_error',
  provider_configured: 'internal_error',
  provider_limit_reached: 'internal_error',
  changed_meanwhile: 'internal_error',
  webhook_limit_reached: 'internal_error',
  request_key_reused: 'internal_error',
  request_under_way: 'internal_error',
  principal_refused: 'internal_error',
  sign_in_insufficient: 'recent_sign_in_needed',

  client_authentication_failed: 'internal_error',
  client_authentication_missing: 'internal_error',
  client_authentication_repeated: 'internal_error',
  client_grant_not_allowed: 'internal_error',
  scope_not_allowed: 'internal_error',
  audience_unknown: 'internal_error',

  proof_missing: 'proof_claims_invalid',
  proof_malformed: 'proof_claims_invalid',
  proof_algorithm_refused: 'proof_claims_invalid',
  proof_issuer_unknown: 'proof_claims_invalid',
  proof_key_unknown: 'proof_claims_invalid',
  proof_signature_invalid: 'proof_claims_invalid',
  proof_audience_mismatch: 'proof_claims_invalid',
  proof_not_yet_valid: 'proof_claims_invalid',
  proof_nonce_mismatch: 'sign_in_not_begun',
  provider_token_refused: 'proof_claims_invalid',

  csrf_site_refused: 'csrf_origin_refused',
  csrf_token_missing: 'csrf_token_invalid',

  refresh_token_invalid: 'not_signed_in',
  refresh_token_client_mismatch: 'not_signed_in',
  refresh_token_reused: 'not_signed_in',
  session_ended: 'not_signed_in',
  session_expired: 'not_signed_in',
  token_missing: 'not_signed_in',
  token_repeated: 'not_signed_in',
  token_malformed: 'not_signed_in',
  token_too_large: 'not_signed_in',
  token_type_refused: 'not_signed_in',
  token_algorithm_refused: 'not_signed_in',
  token_issuer_mismatch: 'not_signed_in',
  token_audience_mismatch: 'not_signed_in',
  token_key_unknown: 'not_signed_in',
  token_signature_invalid: 'not_signed_in',
  token_expired: 'not_signed_in',
  token_not_yet_valid: 'not_signed_in',
  token_claims_invalid: 'not_signed_in',
  token_session_ended: 'not_signed_in',
  token_scheme_refused: 'not_signed_in',
  token_proof_missing: 'not_signed_in',
  token_proof_invalid: 'not_signed_in',
  token_proof_replayed: 'not_signed_in',
  token_nonce_needed: 'not_signed_in',
  scope_insufficient: 'not_signed_in',
  issuer_unreachable: 'overloaded',
  hook_failed: 'overloaded',

  storage_unavailable: 'overloaded',
  too_many_watchers: 'overloaded',
  console_missing: 'overloaded',
}

/** What to say about a refusal. */
export const sentenceFor = (sentences: ErrorSentences, code: ErrorCode): string =>
  sentences[isSaid(sentences, code) ? code : saidAs[code]]

const isSaid = (sentences: ErrorSentences, code: ErrorCode): code is SaidCode =>
  Object.hasOwn(sentences, code)
