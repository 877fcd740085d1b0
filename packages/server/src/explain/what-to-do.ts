import type { ErrorCode } from '@latchkey/contract'
import type { GuardErrorCode } from '@latchkey/guard'

/** Whatever a guard says has a next step; what the server says has one where there is more to do than its sentence says. */
type NextSteps = Readonly<Record<GuardErrorCode, string>> & Readonly<Partial<Record<ErrorCode, string>>>

const NEXT: NextSteps = {
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
  token_session_ended:
    'Sign in again; for an API key, have its owner make another. `latchkey explain` of the token says when and why it ended.',
  token_scheme_refused:
    'Send a token that is bound to a key (cnf.jkt) as `Authorization: DPoP …`, with a proof by that key in `DPoP`; any other as `Bearer`. Where the guard says `dpop.required`, get a bound token.',
  token_proof_missing:
    'Make a proof with the key of the token and send it in `DPoP`. In a server component of Next.js nobody knows the address: take the token in a route handler.',
  token_proof_invalid:
    'Make a proof for each request: its method, its address as the caller sees it, this access token. Behind a proxy, name that address in `dpop.origins` of the guard.',
  token_proof_replayed:
    'Make a new proof for every request, also when one is tried again. If a request passes two guards, give it to one, or to each its own memory.',
  token_nonce_needed:
    'Repeat the request with a proof that holds the `DPoP-Nonce` of this answer. Pages on another origin read it only when CORS exposes it.',
  scope_insufficient: 'Ask for that scope when signing in, or let the client have it.',
  role_insufficient: 'Give the person the role, and refresh the token.',
  permission_insufficient:
    'Give the person a role that has the permission, or that role the permission in `roles`; then refresh the token.',
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
  hook_denied: 'A hook of the project says no; the log line has its name and its reason.',
  hook_failed: 'Look for `hook failed` in the log: it names the hook, and what went wrong in it.',
  csrf_origin_refused:
    'Name the origin of the page in `browser.topology`, and at an API elsewhere in `origins` of its `sessionCookie`; or see which proxy changes Origin: `latchkey doctor --url --app`.',
  csrf_site_refused: 'Call from a page that the topology names.',
  csrf_token_missing: 'Read GET /session, and send its csrfToken as X-XSRF-TOKEN, at an API too.',
  csrf_token_invalid: 'Read GET /session again: the token changes when somebody signs in or out.',
  api_key_unknown: 'Read GET /account/api-keys: it lists the keys that open something.',
  api_key_limit_reached: 'End keys that nobody uses (`lastUsedAt`), or raise `apiKeys.maxPerUser`.',
  client_authentication_failed:
    'Compare the client id and secret with the configuration, and `latchkey client list`.',
  storage_unavailable: 'Look at the database: `latchkey doctor`.',
  internal_error: 'A bug, or something that broke: the log line has the stack.',
}

/** The next step for whoever met this refusal. */
export const whatToDo = (code: string): string | undefined =>
  Object.hasOwn(NEXT, code) ? NEXT[code as ErrorCode] : undefined
