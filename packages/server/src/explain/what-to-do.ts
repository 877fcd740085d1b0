import type { ErrorCode } from '@latchkey/contract'

const NEXT: Readonly<Partial<Record<ErrorCode, string>>> = {
  token_missing:
    'Send `Authorization: Bearer …`. If you do, something on the way takes it off: `latchkey doctor --api` looks for that.',
  token_repeated: 'Send one Authorization header with one token, and none in the address.',
  token_malformed: 'Send the token exactly as it was issued: whole, without quotes, spaces or a line break.',
  token_too_large: 'Put less into the token, or raise `maxTokenLength` of the guard.',
  token_type_refused:
    'Send the access token, not the ID token. For issuers without `at+jwt`, trust them by `oidc({ … })` or their preset.',
  token_algorithm_refused: 'Compare `algorithms` of the guard with what the issuer signs with.',
  token_issuer_mismatch:
    'Give the guard the issuer that made the token, to the letter; or get the token from the one it trusts.',
  token_audience_mismatch:
    'Ask for a token for this API, or give the guard the name that stands in the token.',
  token_key_unknown:
    'The issuer does not publish that key (any more): sign in again; if new tokens fail too, look at its JWKS.',
  token_signature_invalid: 'Somebody else made this token, or it was changed on its way. Get a new one.',
  token_expired: 'Refresh it. If it is new, compare the clocks of both machines.',
  token_not_yet_valid: 'Set the clocks: that of the issuer is ahead of this one.',
  token_claims_invalid: 'It is no access token of this issuer, or the issuer left something out.',
  token_session_ended: 'Sign in again.',
  scope_insufficient: 'Ask for that scope when signing in, or let the client have it.',
  role_insufficient: 'Give the person the role, and refresh the token.',
  sign_in_insufficient: 'Have the person sign in again, as the challenge in WWW-Authenticate says.',
  principal_refused: 'The `allow` of the endpoint says no. Look there.',
  issuer_unreachable:
    'See that the API reaches the address of the keys: `latchkey doctor --url` looks from here.',
  refresh_token_invalid:
    'Sign in again. If many fail at once, LATCHKEY_SECRET was changed: put the old one behind a comma.',
  refresh_token_client_mismatch: 'Present it by the client that got it.',
  refresh_token_reused:
    'Keep the refresh token that came last. Two parties held this one, so its session is over: sign in again.',
  session_ended: 'Sign in again.',
  session_expired: 'Sign in again.',
  not_signed_in: 'Sign in. If somebody just did, look where the cookie stays: `latchkey doctor --url --app`.',
  user_suspended: 'The account is suspended.',
  csrf_origin_refused:
    'Name the origin of the page in `browser.topology`; or see which proxy changes Origin: `latchkey doctor --url --app`.',
  csrf_site_refused: 'Call from a page that the topology names.',
  csrf_token_missing: 'Read GET /session, and send its csrfToken as X-XSRF-TOKEN.',
  csrf_token_invalid: 'Read GET /session again: the token changes when somebody signs in or out.',
  client_authentication_failed:
    'Compare the client id and secret with the configuration, and `latchkey client list`.',
  storage_unavailable: 'Look at the database: `latchkey doctor`.',
  internal_error: 'A bug, or something that broke: the log line has the stack.',
}

/** The next step for whoever met this refusal. */
export const whatToDo = (code: string): string | undefined =>
  Object.hasOwn(NEXT, code) ? NEXT[code as ErrorCode] : undefined
