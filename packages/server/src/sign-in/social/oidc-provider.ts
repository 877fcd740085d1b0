import type { ClientAuthentication } from '../../ports/provider-calls.js'
import type { OptionKinds } from './find-misfits.js'
import type { CodeFlow, IdTokenRules, Provider } from './provider.js'
import { readStandardProfile } from './standard-profile.js'

/** What every provider with ID tokens takes. */
export interface OidcProviderOptions {
  /**
   * Our client ids there: web, and the native apps that send their ID tokens here too. A token for any other audience is refused.
   * People sign in by the provider's pages with the first one.
   */
  clientIds: readonly string[]
  /** Of the first client id. Opens signing in by the provider's pages; without it only ID tokens that applications send are accepted. */
  clientSecret?: string | undefined
  /** Scopes beside those that signing in needs. */
  scopes?: readonly string[] | undefined
  /** Keeps the provider's tokens, sealed, for calls in the person's name: `latchkey.providerToken`. Default: false. */
  keepTokens?: boolean | undefined
}

export const OIDC_OPTIONS: OptionKinds<OidcProviderOptions> = {
  clientIds: { type: 'array', needed: true },
  clientSecret: { type: 'string' },
  scopes: { type: 'array' },
  keepTokens: { type: 'boolean' },
}

/** How one provider differs from what OpenID Connect describes. */
export interface OidcProviderShape {
  readonly id: string
  readonly name: string
  /** Its discovery document is below this URL. */
  readonly issuer: string
  readonly idTokens?: Partial<IdTokenRules>
  readonly codeFlow?: Partial<CodeFlow>
  /** Where the client secret goes in a request. Default: HTTP Basic (OIDC Core §9). */
  readonly secretGoes?: 'secret_basic' | 'secret_post'
}

/** A provider that keeps to OpenID Connect, but for what its shape says. */
export const oidcProvider = (shape: OidcProviderShape, options: OidcProviderOptions): Provider => ({
  id: shape.id,
  name: shape.name,
  clientIds: options.clientIds,
  idTokens: {
    issuers: [shape.issuer],
    algorithms: ['RS256', 'ES256'],
    provesAddress: (claims) => claims['email_verified'] === true,
    readProfile: readStandardProfile,
    ...shape.idTokens,
  },
  // Given, but empty: an environment variable that is not set. The check at start says so.
  ...('clientSecret' in options && { codeFlow: codeFlowOf(shape, options, options.clientSecret ?? '') }),
})

const codeFlowOf = (shape: OidcProviderShape, options: OidcProviderOptions, secret: string): CodeFlow => {
  const authentication: ClientAuthentication = { kind: shape.secretGoes ?? 'secret_basic', secret }
  const { scopes = ['openid', 'email', 'profile'], ...differing } = shape.codeFlow ?? {}
  return {
    clientId: options.clientIds[0] ?? '',
    authentication,
    server: { kind: 'discovered', issuer: shape.issuer },
    scopes: [...new Set([...scopes, ...(options.scopes ?? [])])],
    keepsTokens: options.keepTokens === true,
    ...differing,
  }
}
