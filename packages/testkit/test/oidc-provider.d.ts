/** The part of the certified provider that the fixture uses; the package brings no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
  import type { JSONWebKeySet } from 'jose'

  export interface Account {
    readonly accountId: string
    claims(): Readonly<Record<string, unknown>> & { readonly sub: string }
  }

  interface GrantContext {
    readonly oidc: {
      readonly client: { readonly clientId: string }
      readonly session: { readonly accountId: string }
    }
  }

  interface Grant {
    addOIDCScope(scope: string): void
    save(): Promise<string>
  }

  export interface Configuration {
    readonly clients: readonly {
      readonly client_id: string
      readonly client_secret: string
      readonly redirect_uris: readonly string[]
      readonly backchannel_logout_uri?: string
      readonly backchannel_logout_session_required?: boolean
    }[]
    readonly fetch?: (url: string, init: RequestInit) => Promise<Response>
    readonly jwks: JSONWebKeySet
    readonly cookies: { readonly keys: readonly string[] }
    readonly claims: Readonly<Record<string, readonly string[]>>
    readonly conformIdTokenClaims: boolean
    readonly features: Readonly<
      Record<'devInteractions' | 'backchannelLogout', { readonly enabled: boolean }>
    >
    readonly interactions: { url(): string }
    readonly ttl: Readonly<Record<string, number>>
    findAccount(context: unknown, sub: string): Account | undefined
    loadExistingGrant(context: GrantContext): Promise<Grant>
  }

  export default class Provider {
    constructor(issuer: string, configuration: Configuration)
    readonly Grant: new (properties: {
      clientId: string
      accountId: string
    }) => Grant
    callback(): RequestListener
    interactionDetails(
      request: IncomingMessage,
      response: ServerResponse,
    ): Promise<{ readonly params: Readonly<Record<string, string>> }>
    interactionFinished(
      request: IncomingMessage,
      response: ServerResponse,
      result: { readonly login: { readonly accountId: string } },
    ): Promise<void>
  }
}
