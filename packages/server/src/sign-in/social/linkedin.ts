import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

// https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2
const ISSUER = 'https://www.linkedin.com/oauth'

/** Sign in with LinkedIn. */
export interface LinkedInOptions extends OidcProviderOptions {
  /** Another issuer that behaves like LinkedIn, for development. */
  issuer?: string | undefined
}

export const linkedin = defineProvider(
  { id: 'linkedin', options: { ...OIDC_OPTIONS, issuer: { type: 'string' } } },
  ({ issuer = ISSUER, ...options }: LinkedInOptions): Provider =>
    oidcProvider(
      {
        id: 'linkedin',
        name: 'LinkedIn',
        issuer,
        idTokens: { algorithms: ['RS256'], leavesNonceOut: true },
        secretGoes: 'secret_post',
      },
      options,
    ),
)
