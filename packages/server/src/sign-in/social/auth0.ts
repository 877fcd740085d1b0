import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

/** Sign in with an Auth0 tenant. */
export interface Auth0Options extends OidcProviderOptions {
  /** `https://example.eu.auth0.com`, or your custom domain. Auth0 ends its issuer with a slash; here it may be left out. */
  domain: string
  /** Names the provider in identities for ever. Default: `auth0`. */
  id?: string | undefined
  /** As people know it, for buttons and messages. Default: `Auth0`. */
  name?: string | undefined
}

/*
 * https://auth0.com/docs/secure/tokens/id-tokens/id-token-structure
 * { "iss": "https://example.eu.auth0.com/", "sub": "google-oauth2|1101…", "aud": "…", "email": "…", "email_verified": true, … }
 * The subject says which connection the person came by: auth0|1 and google-oauth2|1 are two people.
 */
export const auth0 = defineProvider(
  {
    id: 'auth0',
    options: {
      ...OIDC_OPTIONS,
      domain: { type: 'string', needed: true },
      id: { type: 'string' },
      name: { type: 'string' },
    },
  },
  (options: Auth0Options): Provider => {
    const { domain, id = 'auth0', name = 'Auth0', ...given } = options
    const issuer = `${domain.replace(/\/$/, '')}/`
    return oidcProvider(
      {
        id,
        name,
        issuer,
        idTokens: { algorithms: ['RS256'] },
        codeFlow: { hearsMaxAge: true },
        secretGoes: 'secret_post',
      },
      given,
    )
  },
)
