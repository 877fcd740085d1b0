import { type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'

// https://docs.gitlab.com/integration/openid_connect_provider/
const ISSUER = 'https://gitlab.com'

/** Sign in with GitLab. */
export interface GitLabOptions extends OidcProviderOptions {
  /** A GitLab of your own, or one for development. Default: gitlab.com. */
  issuer?: string | undefined
}

export const gitlab = ({ issuer = ISSUER, ...options }: GitLabOptions): Provider =>
  oidcProvider({ id: 'gitlab', name: 'GitLab', issuer, codeFlow: { asksUserInfo: true } }, options)
