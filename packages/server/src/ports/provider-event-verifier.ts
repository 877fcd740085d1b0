import type { Millis } from '../model/time.js'
import type { IdTokenExpectation } from './id-token-verifier.js'

/** A token by which a provider tells of something, whose signature, issuer, audience and times hold. */
export type EventTokenCheck =
  | {
      readonly ok: true
      /** Its `jti`. */
      readonly id: string
      readonly events: Readonly<Record<string, unknown>>
      readonly claims: Readonly<Record<string, unknown>>
      /** By the clock of the provider, in whole milliseconds. */
      readonly issuedAt: Millis
      /** From when on it would be refused anyway. */
      readonly expiresAt: Millis
    }
  | {
      readonly ok: false
      readonly fault: 'key' | 'issuer' | 'audience' | 'token' | 'unreachable'
      readonly detail: string
      readonly cause?: unknown
    }

/** Checks what providers tell of by themselves, with the keys of their ID tokens. */
export interface ProviderEventVerifier {
  /** OIDC Back-Channel Logout 1.0 §2.6, 1 to 4 and 6. */
  verifyLogoutToken(token: string, expectation: IdTokenExpectation): Promise<EventTokenCheck>
  /** RFC 8417 §2. */
  verifySecurityEvent(token: string, expectation: IdTokenExpectation): Promise<EventTokenCheck>
}
