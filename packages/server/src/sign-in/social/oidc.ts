import type { ProofAlgorithm } from '../../ports/id-token-verifier.js'
import type { Provider } from './provider.js'
import { readStandardProfile } from './standard-profile.js'

/** Any OpenID Connect issuer. */
export interface OidcOptions {
  /** Names the provider in identities for ever, for example `corporate`. */
  id: string
  /** The exact `iss` of its ID tokens. Its keys are found by discovery below this URL. */
  issuer: string
  /** Our client ids there. A token for any other audience is refused. */
  clientIds: readonly string[]
  /** Signature algorithms to accept. Default: RS256 and ES256. */
  algorithms?: readonly ProofAlgorithm[]
  /**
   * Whether `email_verified: true` from this issuer may link a person to an existing account with that address.
   * Say false for issuers whose administrators can write any address (Microsoft Entra is one). Default: true.
   */
  trustsVerifiedAddresses?: boolean
}

export const oidc = (options: OidcOptions): Provider => ({
  id: options.id,
  issuers: [options.issuer],
  clientIds: options.clientIds,
  algorithms: options.algorithms ?? ['RS256', 'ES256'],
  provesAddress: (claims) => options.trustsVerifiedAddresses !== false && claims['email_verified'] === true,
  readProfile: readStandardProfile,
})
