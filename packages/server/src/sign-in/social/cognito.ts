import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

/** Sign in with a user pool of Amazon Cognito. */
export interface CognitoOptions extends OidcProviderOptions {
  /** `https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example`. */
  issuer: string
  /** Names the provider in identities for ever. Default: `cognito`. */
  id?: string | undefined
  /** As people know it, for buttons and messages. Default: `Cognito`. */
  name?: string | undefined
}

// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
export const cognito = defineProvider(
  {
    id: 'cognito',
    options: {
      ...OIDC_OPTIONS,
      issuer: { type: 'string', needed: true },
      id: { type: 'string' },
      name: { type: 'string' },
    },
  },
  ({ issuer, id = 'cognito', name = 'Cognito', ...options }: CognitoOptions): Provider =>
    oidcProvider({ id, name, issuer, idTokens: { algorithms: ['RS256'] } }, options),
)
