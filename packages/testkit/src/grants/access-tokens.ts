import type { Millis } from '../time.js'
import { createExpiringStore } from './expiring-store.js'
import type { Grant } from './grant.js'
import type { AccessToken } from './handles.js'

const CAPACITY = 10_000

/** How a provider's access tokens look and how long they live. */
export interface AccessTokenRules {
  readonly mint: () => AccessToken
  /** Infinity where they end only when somebody ends them. */
  readonly lifetime: Millis
}

/** An access token that works: what was granted, for which code, and until when. */
export interface IssuedAccessToken<P> {
  readonly grant: Grant<P>
  /** Undefined for one that was made without a sign-in. */
  readonly code: string | undefined
  readonly issuedAt: Millis
  readonly expiresAt: Millis
}

export interface AccessTokens<P> {
  readonly lifetime: Millis
  /** @param code what it is exchanged for */
  issue(grant: Grant<P>, code?: string): AccessToken
  /** Takes in a token that was made elsewhere. */
  keep(token: AccessToken, grant: Grant<P>, code?: string): void
  find(token: string): IssuedAccessToken<P> | undefined
  /** Ends what was issued for a code that has been presented twice (RFC 6749 §4.1.2). */
  revokeForCode(code: string): void
}

export const createAccessTokens = <P>(
  { mint, lifetime }: AccessTokenRules,
  now: () => Millis,
): AccessTokens<P> => {
  const store = createExpiringStore<AccessToken, IssuedAccessToken<P>>({ lifetime, capacity: CAPACITY, now })
  const keep = (token: AccessToken, grant: Grant<P>, code?: string) => {
    const issuedAt = now()
    store.put(token, { grant, code, issuedAt, expiresAt: issuedAt + lifetime })
  }
  return {
    lifetime,
    keep,
    issue(grant, code) {
      const token = mint()
      keep(token, grant, code)
      return token
    },
    find: (token) => store.read(token),
    revokeForCode: (code) => store.forget((issued) => issued.code === code),
  }
}
