import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

/** Sign in with a realm of Keycloak. */
export interface KeycloakOptions extends OidcProviderOptions {
  /** `https://sso.example.com/realms/main`, without a slash at the end. */
  realmUrl: string
  /** Names the provider in identities for ever. Default: `keycloak`. */
  id?: string | undefined
  /** As people know it, for buttons and messages. Default: `Keycloak`. */
  name?: string | undefined
}

// https://www.keycloak.org/securing-apps/oidc-layers
export const keycloak = defineProvider(
  {
    id: 'keycloak',
    options: {
      ...OIDC_OPTIONS,
      realmUrl: { type: 'string', needed: true },
      id: { type: 'string' },
      name: { type: 'string' },
    },
  },
  ({ realmUrl, id = 'keycloak', name = 'Keycloak', ...options }: KeycloakOptions): Provider =>
    oidcProvider({ id, name, issuer: realmUrl, codeFlow: { hearsMaxAge: true } }, options),
)
