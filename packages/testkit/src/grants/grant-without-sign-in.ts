import type { Millis } from '../time.js'
import type { Grant } from './grant.js'

/** Who is said to have allowed what, and to whom. */
export interface Allowed<P> {
  readonly person: P
  readonly clientId: string
  readonly scopes: readonly string[]
}

/** What a test asks for without opening a page: the grant that a sign-in would have ended with. */
export const grantWithoutSignIn = <P>(allowed: Allowed<P>, grantedAt: Millis): Grant<P> => ({
  person: allowed.person,
  grantedAt,
  request: {
    clientId: allowed.clientId,
    scopes: allowed.scopes,
    redirectUri: '',
    nonce: undefined,
    codeChallenge: undefined,
    wantsAuthTime: false,
    audience: undefined,
  },
})
