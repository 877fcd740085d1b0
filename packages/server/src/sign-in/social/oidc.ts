import type { ProofAlgorithm } from '../../ports/id-token-verifier.js'
import { type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

/** Any OpenID Connect issuer. */
export interface OidcOptions extends OidcProviderOptions {
  /** Names the provider in identities for ever, for example `corporate`. */
  id: string
  /** As people know it, for buttons and messages. Default: the id. */
  name?: string | undefined
  /** The exact `iss` of its ID tokens. Its keys are found by discovery below this URL. */
  issuer: string
  /** Signature algorithms to accept. Default: RS256 and ES256. */
  algorithms?: readonly ProofAlgorithm[]
  /**
   * Whether `email_verified: true` from this issuer may link a person to an existing account with that address.
   * Say false for issuers whose administrators can write any address (Microsoft Entra is one). Default: true.
   */
  trustsVerifiedAddresses?: boolean
}

export const oidc = (options: OidcOptions): Provider => {
  const { id, name = id, issuer, algorithms, trustsVerifiedAddresses, ...given } = options
  return oidcProvider(
    {
      id,
      name,
      issuer,
      idTokens: {
        ...(algorithms !== undefined && { algorithms }),
        provesAddress: (claims) => trustsVerifiedAddresses !== false && claims['email_verified'] === true,
      },
      codeFlow: { asksUserInfo: true, hearsMaxAge: true },
    },
    given,
  )
}
