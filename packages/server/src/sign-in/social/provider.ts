import type { VerifiedIdentity } from '../../model/identity.js'
import type { ProofAlgorithm } from '../../ports/id-token-verifier.js'

/** The claims of a verified ID token. */
export type IdTokenClaims = Readonly<Record<string, unknown>>

/** An outside party that proves identities by ID tokens (OIDC Core §2). */
export interface Provider {
  /** Names the provider in identities for ever: never reuse it for another issuer. */
  readonly id: string
  /** Every spelling of `iss` that means this provider, each compared exactly. */
  readonly issuers: readonly string[]
  /** Our client ids there: the only audiences that are accepted. */
  readonly clientIds: readonly string[]
  readonly algorithms: readonly ProofAlgorithm[]
  /** Where its keys are; found by discovery on the token's issuer when absent. */
  readonly jwksUri?: string
  /** Whether the provider says that the address in these claims is the person's own mailbox. */
  readonly provesAddress: (claims: IdTokenClaims) => boolean
  /** Claims → profile, for providers that name things in their own way. */
  readonly readProfile: (claims: IdTokenClaims) => Pick<VerifiedIdentity, 'name' | 'picture'>
}
