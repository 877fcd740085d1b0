import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

// https://docs.slack.dev/authentication/sign-in-with-slack/
const ISSUER = 'https://slack.com'

/** Sign in with Slack. */
export interface SlackOptions extends OidcProviderOptions {
  /** Another issuer that behaves like Slack, for development. */
  issuer?: string | undefined
}

export const slack = defineProvider(
  { id: 'slack', options: { ...OIDC_OPTIONS, issuer: { type: 'string' } } },
  ({ issuer = ISSUER, ...options }: SlackOptions): Provider =>
    oidcProvider({ id: 'slack', name: 'Slack', issuer, secretGoes: 'secret_post' }, options),
)
