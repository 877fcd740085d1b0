import { MINUTE, type Millis } from '../time.js'
import { createExpiringStore } from './expiring-store.js'
import type { Grant } from './grant.js'
import { type AuthorizationCode, newAuthorizationCode } from './handles.js'

/** RFC 6749 §4.1.2 recommends ten minutes at most; a debugger may stand between the two requests. */
const CODE_LIFETIME = 10 * MINUTE
const CAPACITY = 1_000

/** What a code was worth when it was presented. */
export type Redemption<P> =
  | { readonly kind: 'fresh'; readonly grant: Grant<P> }
  | { readonly kind: 'replayed' }
  | { readonly kind: 'other-client' }
  | { readonly kind: 'unknown' }

export interface AuthorizationCodes<P> {
  issue(grant: Grant<P>): AuthorizationCode
  /** Spends a code for the client it was issued to. Another client learns nothing and spends nothing. */
  redeem(code: string, clientId: string): Redemption<P>
}

export const createAuthorizationCodes = <P>(now: () => Millis): AuthorizationCodes<P> => {
  const limits = { lifetime: CODE_LIFETIME, capacity: CAPACITY, now }
  const fresh = createExpiringStore<AuthorizationCode, Grant<P>>(limits)
  /** The client of each code that was spent, remembered for as long as the code could have lived. */
  const spent = createExpiringStore<AuthorizationCode, string>(limits)

  return {
    issue(grant) {
      const code = newAuthorizationCode()
      fresh.put(code, grant)
      return code
    },
    redeem(code, clientId) {
      if (spent.read(code) === clientId) return { kind: 'replayed' }
      const grant = fresh.read(code)
      if (grant === undefined) return { kind: 'unknown' }
      if (grant.request.clientId !== clientId) return { kind: 'other-client' }
      fresh.take(code)
      spent.put(code as AuthorizationCode, clientId)
      return { kind: 'fresh', grant }
    },
  }
}
