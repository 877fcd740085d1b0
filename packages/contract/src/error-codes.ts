/**
 * Every reason Latchkey can give for a refusal: one closed union, shared by server, guard and clients.
 * The code is stable and meant for machines; the sentence beside it is for people and says what to do next.
 * A sentence never tells a stranger whether an account exists.
 */
export const publicSentences = {
  // The request itself
  malformed_request: 'The request could not be read. Check its encoding and its parameters.',
  missing_parameter: 'A required parameter is missing.',
  repeated_parameter: 'A parameter was sent more than once. Send each parameter once (RFC 6749 §3.2).',
  unsupported_content_type: 'Send the body as application/x-www-form-urlencoded.',
  json_expected: 'Send the body as JSON, with content type application/json.',
  invalid_parameter: 'A parameter is not known here, has the wrong type or is too long.',
  body_too_large: 'The request body is larger than this endpoint accepts.',
  unsupported_grant_type:
    'This grant type is not supported here. The discovery document lists the ones that are.',
  unsupported_subject_token_type:
    'This subject token type is not supported here. Send an ID token, or an access token of a provider that can confirm it.',
  unsupported_actor_token: 'Acting for somebody else is not supported here. Leave actor_token out.',
  unsupported_requested_token_type: 'Only access tokens are issued here. Leave requested_token_type out.',
  not_found: 'There is nothing at this address.',
  method_not_allowed: 'This address does not answer this method.',
  console_missing: 'The console was not built on this server. Run: npm run build',

  // The client
  client_authentication_failed: 'Client authentication failed. Check the client id and the client secret.',
  client_authentication_missing: 'This endpoint is for authenticated clients. Send the client id and secret.',
  client_authentication_repeated: 'Authenticate the client one way only: HTTP Basic or form parameters.',
  client_grant_not_allowed: 'This client may not use this grant.',
  scope_not_allowed: 'This client may not ask for this scope.',
  audience_unknown: 'This audience is not one this server issues tokens for.',

  // The proof
  proof_missing:
    'The provider gave no ID token, so nobody can be signed in with it here. Sign in with another provider.',
  proof_malformed: 'The ID token could not be read.',
  proof_algorithm_refused: 'The ID token is signed with an algorithm that is not accepted.',
  proof_issuer_unknown: 'The ID token comes from an issuer that is not configured here.',
  proof_key_unknown: 'The ID token is signed with a key its issuer does not publish.',
  proof_signature_invalid: 'The signature of the ID token does not verify.',
  proof_audience_mismatch: 'The ID token was issued to another application.',
  proof_expired: 'The ID token has expired. Sign in with the provider again.',
  proof_not_yet_valid: 'The ID token is not valid yet. Check the clocks of both machines.',
  proof_nonce_mismatch: 'The ID token answers another sign-in. Start the sign-in again.',
  proof_claims_invalid: 'The ID token lacks claims it must have.',
  proof_replayed: 'The ID token has been used already. Sign in with the provider again.',
  provider_unreachable: 'The provider could not be reached. Try again in a moment.',
  provider_token_refused:
    'The provider does not confirm that this access token was issued to this application. Sign in with the provider again.',
  sign_in_unavailable: 'Signing in is not possible at this moment. Try again in a moment.',

  // What a provider tells by itself
  logout_token_refused:
    'This is no logout token of this provider that is good here. The log of the server says why.',
  event_token_malformed: 'This is no security event token that is good here. The log of the server says why.',
  event_token_key_refused: 'The security event token is signed with a key its issuer does not publish.',
  event_token_issuer_refused: 'The security event token comes from another issuer.',
  event_token_audience_refused: 'The security event token is for another receiver.',
  event_sender_refused: 'Send the security event token with the bearer token that was agreed on.',

  // Signing in with a provider, by its pages
  provider_unknown: 'No provider of this name is set up here, or not for this way of signing in.',
  redirect_uri_needed:
    'Pages of another site must name a page of their own that the provider sends people back to (redirectUri).',
  sign_in_not_begun: 'This sign-in was not begun in this browser, or too long ago. Start it again.',
  sign_in_cancelled: 'You cancelled signing in. Start again, or sign in another way.',
  provider_refused: 'The provider refused to sign you in. Try again, or sign in another way.',
  provider_mixed_up: 'This answer does not come from the provider that was asked. Start the sign-in again.',
  code_refused: 'The provider does not accept this sign-in any more. Start it again.',

  // The user
  address_unproven:
    'This address cannot be used to sign in this way: the provider has not verified it. Verify it there, or sign in the way you did before.',
  user_suspended: 'This account is suspended. Ask the people who run this service.',

  /** The project's own reason is told in its place. */
  hook_denied: 'This service does not let you in this way. Ask the people who run it.',
  hook_failed: 'This cannot be decided at this moment. Try again in a moment.',

  not_signed_in: 'You are not signed in. Sign in and try again.',
  recent_sign_in_needed: 'Confirm that it is you: sign in again, then repeat this.',
  credentials_wrong: 'The email address or the password is wrong.',
  password_wrong: 'The password is wrong.',
  address_unconfirmed:
    'This address has not been confirmed yet. Use the link or the code in the message we sent to it.',
  too_many_attempts: 'Too many attempts. Wait a moment, then try again.',
  too_many_watchers:
    'Too many pages wait for the end of this session already. Close one, or ask for the session now and then.',

  // What a person typed
  address_invalid: 'This is not an email address.',
  password_too_short: 'This password is too short.',
  password_too_long: 'This password is too long.',
  password_too_common: 'This password is one of the first that others would try. Choose another.',
  password_personal: 'This password is your own name or address. Choose another.',
  password_breached: 'This password was found in a breach of another service. Choose another.',
  profile_invalid: 'Some of these details cannot be accepted.',
  code_wrong: 'This code is not right, or it has expired. Use the link in the message, or ask for a new one.',
  link_invalid: 'This link has expired or was used already. Ask for a new one.',
  confirmation_needs_password:
    'This link was opened in another browser than the one you signed up with. Enter the password you chose.',
  sign_up_unknown: 'There is no sign-up under way in this browser. Sign up again.',
  session_unknown: 'There is no such session of yours.',
  identity_unknown: 'This is not linked to your account.',
  api_key_unknown: 'There is no such API key of yours.',
  api_key_limit_reached: 'You have as many API keys as you may have. End one, then make another.',
  identity_taken: 'This account at the provider belongs to another user here.',
  last_way_in: 'This is your only way to sign in. Choose a password, or link another account first.',

  // Streams of security events
  stream_unknown: 'There is no such stream of yours.',
  stream_limit_reached: 'You have as many streams as you may have. Delete one, then make another.',
  subject_unknown: 'This names nobody here: name a user by iss and sub, or a session by its id.',

  // What operators do
  target_unknown: 'There is nothing of this kind here by this id.',
  role_unknown: 'There is no such role. Name it in the configuration (roles) first.',
  permission_not_yours: 'You can give nobody a permission you do not have, nor take one away.',
  account_holds_more: 'This account has permissions that you do not have. Ask somebody who has them.',
  last_operator: 'Nobody else could manage this service then. Make somebody else an operator first.',
  impersonation_off: 'Nobody can be impersonated here: the configuration does not say impersonation: true.',
  impersonation_refused:
    'Operators, suspended accounts and you yourself cannot be impersonated, and it takes the browser you are signed in with.',
  not_while_impersonating:
    'Support cannot do this in the name of somebody else. Stop first, and do it as yourself.',
  address_taken: 'Another account has this address, and has proved it.',
  address_missing: 'This account has no address to write to.',
  client_taken: 'There is a client of this name already. Choose another.',
  client_configured: 'This client comes from the configuration. Change it there.',
  provider_configured: 'This provider comes from the configuration. Change it there.',
  provider_limit_reached: 'There are as many providers as there may be. Remove one, then add another.',
  changed_meanwhile:
    'Somebody else has changed this meanwhile. Look at it again, then repeat what you wanted.',
  webhook_limit_reached: 'There are as many webhooks as there may be. Remove one, then make another.',
  request_key_reused:
    'This Idempotency-Key was sent with another request. Send a new key with every new request.',
  request_under_way: 'The request with this Idempotency-Key is being worked on. Ask again in a moment.',

  // Requests from pages
  csrf_origin_refused:
    'This request came from a page that may not make it. The origin of the page must be named: in the topology of the server, or in the origins of the API.',
  csrf_site_refused: 'This request came from another site, and no page of that site may make it.',
  csrf_token_missing:
    'The X-XSRF-TOKEN header is missing. Read /session and send its csrfToken with every request that changes something.',
  csrf_token_invalid:
    'The X-XSRF-TOKEN header does not belong to this session. Read /session again and send the csrfToken it gives now.',

  // The session and its forms
  refresh_token_invalid: 'The refresh token is not valid. Sign in again.',
  refresh_token_client_mismatch: 'The refresh token is not valid. Sign in again.',
  refresh_token_reused: 'The refresh token was used twice, so its session has been ended. Sign in again.',
  session_ended: 'The session has ended. Sign in again.',
  session_expired: 'The session has expired. Sign in again.',

  // The guard
  token_missing: 'Send an access token in the Authorization header.',
  token_repeated: 'Send exactly one credential.',
  token_malformed: 'The access token could not be read.',
  token_too_large: 'The access token is larger than any this API accepts.',
  token_type_refused: 'This is not an access token.',
  token_algorithm_refused: 'The access token is signed with an algorithm that is not accepted.',
  token_issuer_mismatch: 'The access token comes from another issuer.',
  token_audience_mismatch: 'The access token was issued for another API.',
  token_key_unknown: 'The access token is signed with a key its issuer does not publish.',
  token_signature_invalid: 'The signature of the access token does not verify.',
  token_expired: 'The access token has expired. Refresh it.',
  token_not_yet_valid: 'The access token is not valid yet. Check the clocks of both machines.',
  token_claims_invalid: 'The access token lacks claims it must have.',
  token_session_ended: 'The session behind the access token has ended. Sign in again.',
  token_scheme_refused:
    'Send a token that is bound to a key as "DPoP", with a proof, and any other as "Bearer". This API may accept only one of them.',
  token_proof_missing:
    'The access token is bound to a key. Send a proof of that key with it, in a DPoP header.',
  token_proof_invalid:
    'The DPoP proof does not fit this request, this access token or its key. Make a new one for every request.',
  token_proof_replayed: 'This DPoP proof was used before. Make a new one for every request.',
  token_nonce_needed: 'Make the DPoP proof again, with the nonce in the DPoP-Nonce header of this answer.',
  scope_insufficient: 'The access token does not carry the scope this needs.',
  role_insufficient: 'Your account does not have the role this needs.',
  permission_insufficient: 'Your account does not have the permission this needs.',
  sign_in_insufficient:
    'This needs a sign-in that is more recent, or stronger. Sign in again, then repeat this.',
  principal_refused: 'Your account may not do this.',
  issuer_unreachable: 'The issuer of the access token could not be reached. Try again in a moment.',

  // Us
  overloaded: 'The server is busy. Try again in a moment.',
  storage_unavailable: 'The server cannot reach its database. Try again in a moment.',
  internal_error: 'Something went wrong on our side. It has been logged under this trace id.',
} as const

/** A stable, machine-readable reason for a refusal. */
export type ErrorCode = keyof typeof publicSentences
