/** Every error these providers answer with, by its registered name. A twin may have words of its own for it. */
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

/** What a refusal says beside its code and its sentence. */
export interface RefusalDetails {
  /** How a client is asked to prove itself, for `WWW-Authenticate`. */
  readonly challenge?: 'Basic' | 'Bearer'
  /** The parameter that is at fault. */
  readonly parameter?: 'code' | 'redirect_uri' | 'code_verifier'
}

/**
 * The caller did something the provider does not accept, and is told so in JSON. Its message is public
 * and repeats nothing that was sent.
 */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal'
  readonly error: OAuthErrorCode
  readonly details: RefusalDetails

  constructor(error: OAuthErrorCode, sentence: string, details: RefusalDetails = {}) {
    super(sentence)
    this.error = error
    this.details = details
  }
}
