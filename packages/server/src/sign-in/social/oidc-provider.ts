import type { ClientAuthentication } from '../../ports/provider-calls.js'
import type { OptionKinds } from './find-misfits.js'
import type { CodeFlow, EventRules, IdTokenRules, Provider } from './provider.js'
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
  /**
   * Whether the provider ends sessions here when people sign out there: it sends logout tokens to `/providers/<id>/backchannel-logout`
   * (OIDC Back-Channel Logout 1.0). Default: false.
   */
  backChannelLogout?: boolean | undefined
  /**
   * Hears the provider's security events at `/providers/<id>/security-events` (RFC 8935), and ends the sessions of accounts in danger. Default: not heard.
   */
  securityEvents?:
    | {
        /** Whom they must be for (`aud`). Default: the client ids. */
        audience?: string | undefined
        /** What the provider shows as a bearer token. Left out, its signature is enough. */
        token?: string | undefined
      }
    | undefined
}

export const OIDC_OPTIONS: OptionKinds<OidcProviderOptions> = {
  clientIds: { type: 'array', needed: true },
  clientSecret: { type: 'string' },
  scopes: { type: 'array' },
  keepTokens: { type: 'boolean' },
  backChannelLogout: { type: 'boolean' },
  securityEvents: { type: 'object', options: { audience: { type: 'string' }, token: { type: 'string' } } },
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
  /** Further spellings of `iss` in its security events. */
  readonly eventIssuers?: readonly string[]
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
  ...(options.backChannelLogout === true && { backChannelLogout: true }),
  ...(options.securityEvents !== undefined && {
    securityEvents: eventRulesOf(shape, options, options.securityEvents),
  }),
})

const eventRulesOf = (
  { eventIssuers = [] }: OidcProviderShape,
  { clientIds }: OidcProviderOptions,
  given: NonNullable<OidcProviderOptions['securityEvents']>,
): EventRules => ({
  audiences: given.audience === undefined ? clientIds : [given.audience],
  issuers: eventIssuers,
  // As above: given, but empty, must not mean that nothing is asked for.
  token: 'token' in given ? (given.token ?? '') : undefined,
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
