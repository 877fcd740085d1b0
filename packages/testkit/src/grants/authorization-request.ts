import type { ResponseMode } from './request-rules.js'

/** A request to sign somebody in, checked and ready to be shown (RFC 6749 §4.1.1, OIDC Core §3.1.2.1). */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  /** `code`, or another type the provider accepts. */
  readonly responseType: string
  readonly responseMode: ResponseMode
  /** The scopes this provider knows, in the order they were asked for. The others are ignored. */
  readonly scopes: readonly string[]
  readonly state: string | undefined
  readonly nonce: string | undefined
  /** BASE64URL(SHA256(code_verifier)), RFC 7636 §4.2. */
  readonly codeChallenge: string | undefined
  readonly loginHint: string | undefined
  /** With `max_age` the ID token must say when the person signed in (OIDC Core §2). */
  readonly wantsAuthTime: boolean
  /** The API an access token is asked for, where a provider has such a parameter. */
  readonly audience: string | undefined
}
