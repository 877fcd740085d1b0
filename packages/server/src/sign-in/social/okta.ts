import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

/** Sign in with an Okta organization. */
export interface OktaOptions extends OidcProviderOptions {
  /** `https://example.okta.com`, or that of an authorization server of yours: `https://example.okta.com/oauth2/default`. */
  issuer: string
  /** Names the provider in identities for ever. Default: `okta`. */
  id?: string | undefined
  /** As people know it, for buttons and messages. Default: `Okta`. */
  name?: string | undefined
}

// https://developer.okta.com/docs/api/openapi/okta-oauth/guides/overview/: the ID tokens of a code flow are thin.
export const okta = defineProvider(
  {
    id: 'okta',
    options: {
      ...OIDC_OPTIONS,
      issuer: { type: 'string', needed: true },
      id: { type: 'string' },
      name: { type: 'string' },
    },
  },
  ({ issuer, id = 'okta', name = 'Okta', ...options }: OktaOptions): Provider =>
    oidcProvider(
      {
        id,
        name,
        issuer,
        idTokens: { algorithms: ['RS256'] },
        codeFlow: { asksUserInfo: true, hearsMaxAge: true },
      },
      options,
    ),
)
