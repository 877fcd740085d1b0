import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

// https://docs.gitlab.com/integration/openid_connect_provider/
const ISSUER = 'https://gitlab.com'

/** Sign in with GitLab. */
export interface GitLabOptions extends OidcProviderOptions {
  /** A GitLab of your own, or one for development. Default: gitlab.com. */
  issuer?: string | undefined
}

export const gitlab = defineProvider(
  { id: 'gitlab', options: { ...OIDC_OPTIONS, issuer: { type: 'string' } } },
  ({ issuer = ISSUER, ...options }: GitLabOptions): Provider =>
    oidcProvider({ id: 'gitlab', name: 'GitLab', issuer, codeFlow: { asksUserInfo: true } }, options),
)
