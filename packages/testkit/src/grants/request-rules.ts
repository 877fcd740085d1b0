import type { Parameters } from '../http/parameters.js'

/** How an answer travels: in the address, or as a form post (OAuth 2.0 Form Post Response Mode §2). */
export type ResponseMode = 'query' | 'form_post'

/** What a provider accepts in a request to sign somebody in. */
export interface RequestRules {
  /** The scopes it knows. Others are ignored. */
  readonly scopes: readonly string[]
  /** Scopes of others that are kept, whatever they mean there. */
  readonly foreignScopes?: RegExp
  /** What stands between two scopes. */
  readonly scopeSeparator: RegExp
  /** Whether this is OpenID Connect: `openid` must be asked for, and its parameters are checked. */
  readonly openid: boolean
  /** The first is meant when none is sent, where that is allowed. */
  readonly responseTypes: readonly string[]
  readonly responseTypeMayBeMissing: boolean
  readonly responseModes: readonly ResponseMode[]
  /** `ignored`: the provider has never heard of PKCE. */
  readonly pkce: 'S256' | 'ignored'
  /** Whether the token request must repeat the address (RFC 6749 §4.1.3). */
  readonly redirectUriAtToken: 'required' | 'optional'
  /** A fault that this provider alone finds and shows to the person on a page of its own. */
  readonly findPageFault?: (parameters: Parameters) => string | undefined
}

/** What the OpenID Connect specifications ask for. A twin spreads this and says where it differs. */
export const openidRules: RequestRules = {
  scopes: ['openid', 'email', 'profile'],
  scopeSeparator: / /,
  openid: true,
  responseTypes: ['code'],
  responseTypeMayBeMissing: false,
  responseModes: ['query'],
  pkce: 'S256',
  redirectUriAtToken: 'required',
}
