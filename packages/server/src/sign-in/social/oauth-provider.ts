import type { ClientAuthentication, ProviderCalls, ProviderTokens } from '../../ports/provider-calls.js'
import type { OptionKinds } from './find-misfits.js'
import type { CodeFlow, Provider, ProviderProfile } from './provider.js'

/** What every provider without ID tokens takes. */
export interface OAuthProviderOptions {
  clientId: string
  clientSecret: string | undefined
  /** Scopes beside those that signing in needs. */
  scopes?: readonly string[] | undefined
  /** Keeps the provider's tokens, sealed, for calls in the person's name: `latchkey.providerToken`. Default: false. */
  keepTokens?: boolean | undefined
}

export const OAUTH_OPTIONS: OptionKinds<OAuthProviderOptions> = {
  clientId: { type: 'string', needed: true },
  // Given, but empty, is told with what goes there.
  clientSecret: { type: 'string' },
  scopes: { type: 'array' },
  keepTokens: { type: 'boolean' },
}

/** Where one such provider is, and how it says who somebody is. */
export interface OAuthProviderShape {
  readonly id: string
  readonly name: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly secretGoes: 'secret_basic' | 'secret_post'
  readonly scopes: readonly string[]
  readonly parameters?: CodeFlow['parameters']
  readonly addsFragment?: boolean
  readonly readProfile: (calls: ProviderCalls, tokens: ProviderTokens) => Promise<ProviderProfile>
  readonly readAccessToken?: Provider['readAccessToken']
}

/** A provider that speaks OAuth 2.0 and says by an API of its own who somebody is. */
export const oauthProvider = (shape: OAuthProviderShape, options: OAuthProviderOptions): Provider => {
  const authentication: ClientAuthentication = { kind: shape.secretGoes, secret: options.clientSecret ?? '' }
  return {
    id: shape.id,
    name: shape.name,
    clientIds: [options.clientId],
    codeFlow: {
      clientId: options.clientId,
      authentication,
      server: {
        kind: 'known',
        authorizationEndpoint: shape.authorizationEndpoint,
        tokenEndpoint: shape.tokenEndpoint,
      },
      scopes: [...new Set([...shape.scopes, ...(options.scopes ?? [])])],
      ...(shape.parameters !== undefined && { parameters: shape.parameters }),
      ...(shape.addsFragment !== undefined && { addsFragment: shape.addsFragment }),
      readProfile: shape.readProfile,
      keepsTokens: options.keepTokens === true,
    },
    ...(shape.readAccessToken !== undefined && { readAccessToken: shape.readAccessToken }),
  }
}
