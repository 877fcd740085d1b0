import { HOUR, type Millis, SECOND } from '../time.js'
import { createExpiringStore } from './expiring-store.js'
import type { Grant } from './grant.js'
import { type AccessToken, newAccessToken } from './handles.js'

const ACCESS_TOKEN_LIFETIME = HOUR
const CAPACITY = 10_000

export const ACCESS_TOKEN_SECONDS = ACCESS_TOKEN_LIFETIME / SECOND

/** An access token that works: what was granted, for which code, and until when. */
export interface IssuedAccessToken {
  readonly grant: Grant
  readonly code: string
  readonly expiresAt: Millis
}

export interface AccessTokens {
  issue(grant: Grant, code: string): AccessToken
  find(token: string): IssuedAccessToken | undefined
  /** Ends what was issued for a code that has been presented twice (RFC 6749 §4.1.2). */
  revokeForCode(code: string): void
}

export const createAccessTokens = (now: () => Millis): AccessTokens => {
  const store = createExpiringStore<AccessToken, IssuedAccessToken>({
    lifetime: ACCESS_TOKEN_LIFETIME,
    capacity: CAPACITY,
    now,
  })
  return {
    issue(grant, code) {
      const token = newAccessToken()
      store.put(token, { grant, code, expiresAt: now() + ACCESS_TOKEN_LIFETIME })
      return token
    },
    find: (token) => store.read(token),
    revokeForCode: (code) => store.forget((issued) => issued.code === code),
  }
}
