import type { ErrorCode } from '@latchkey/contract'
import type { Millis } from '../model/time.js'

/** Signature algorithms an ID token may have: asymmetric ones only (RFC 8725 §3.1). */
export type ProofAlgorithm = 'RS256' | 'ES256' | 'EdDSA'

/** A verified ID token: whose signature, issuer, audience and times hold. */
export type IdTokenCheck =
  | {
      readonly ok: true
      readonly claims: Readonly<Record<string, unknown>>
      readonly proofKey: string
      readonly expiresAt: Millis
    }
  | { readonly ok: false; readonly code: ErrorCode; readonly detail: string; readonly cause?: unknown }

/** What an ID token is checked against. */
export interface IdTokenExpectation {
  readonly expectedIssuer: string
  readonly acceptedAudiences: readonly string[]
  readonly acceptedAlgorithms: readonly ProofAlgorithm[]
  /** Where the issuer publishes its keys; found by discovery when absent. */
  readonly jwksUri?: string | undefined
  /** They are fetched from no private network. */
  readonly onlyPublic?: true | undefined
}

/** Checks ID tokens of providers, fetching and keeping their keys. */
export interface IdTokenVerifier {
  /**
   * Reads the `iss` of a token nobody has verified yet: good for choosing whom to ask, for nothing else.
   * @returns undefined when the text is not a JWT
   */
  peekIssuer(idToken: string): string | undefined
  verify(idToken: string, expectation: IdTokenExpectation): Promise<IdTokenCheck>
}
