/** Every error this provider answers with, by its registered name. */
export type OAuthErrorCode =
  // RFC 6749 §4.1.2.1 and §5.2
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  // OIDC Core §3.1.2.6
  | 'login_required'
  | 'registration_not_supported'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  // RFC 6750 §3.1
  | 'invalid_token'

/** How a client is asked to prove itself, for `WWW-Authenticate`. */
export type Challenge = 'Basic' | 'Bearer'

/**
 * The caller did something the provider does not accept, and is told so in JSON. Its message is public
 * and repeats nothing that was sent.
 */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal'
  readonly error: OAuthErrorCode
  readonly challenge: Challenge | undefined

  constructor(error: OAuthErrorCode, sentence: string, challenge?: Challenge) {
    super(sentence)
    this.error = error
    this.challenge = challenge
  }
}
