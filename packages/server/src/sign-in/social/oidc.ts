import type { ProofAlgorithm } from '../../ports/id-token-verifier.js'
import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
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
  /**
   * Whether it tells when somebody has proved who they are, as it must when it is asked for `max_age` (OIDC Core §3.1.2.1). From
   * one that should and does not, nobody has signed in recently. Say false for one that never does: it is believed about the
   * moment in which it issued the token. Default: true.
   */
  tellsAuthTime?: boolean
}

const ALGORITHMS: readonly ProofAlgorithm[] = ['RS256', 'ES256', 'EdDSA']

export const oidc = defineProvider(
  {
    id: 'oidc',
    options: {
      ...OIDC_OPTIONS,
      id: { type: 'string', needed: true },
      name: { type: 'string' },
      issuer: { type: 'string', needed: true },
      algorithms: { type: 'array', values: ALGORITHMS },
      trustsVerifiedAddresses: { type: 'boolean' },
      tellsAuthTime: { type: 'boolean' },
    },
  },
  (options: OidcOptions): Provider => {
    const { id, name = id, issuer, algorithms, trustsVerifiedAddresses, tellsAuthTime, ...given } = options
    return oidcProvider(
      {
        id,
        name,
        issuer,
        idTokens: {
          ...(algorithms !== undefined && { algorithms }),
          provesAddress: (claims) => trustsVerifiedAddresses !== false && claims['email_verified'] === true,
        },
        codeFlow: { asksUserInfo: true, hearsMaxAge: tellsAuthTime !== false },
      },
      given,
    )
  },
)
