import type { Millis } from '../time.js'
import type { AuthorizationRequest } from './authorization-request.js'

/** What a person allowed by choosing themselves. */
export interface Grant<P> {
  readonly request: Pick<
    AuthorizationRequest,
    'clientId' | 'redirectUri' | 'scopes' | 'nonce' | 'codeChallenge' | 'wantsAuthTime' | 'audience'
  >
  readonly person: P
  readonly grantedAt: Millis
}
