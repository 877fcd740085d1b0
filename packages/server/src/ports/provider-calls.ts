/** How a provider is told which client of its we are (RFC 6749 §2.3.1). */
export type ClientAuthentication =
  | { readonly kind: 'secret_basic' | 'secret_post'; readonly secret: string }
  /** A secret that is made anew each time: an ES256 JWT under a key the provider gave us. */
  | {
      readonly kind: 'signed_secret'
      readonly teamId: string
      readonly keyId: string
      /** PKCS #8 in PEM. */
      readonly privateKey: string
      readonly audience: string
    }

/** Where a provider is asked: at places that are known, or wherever its discovery document says. */
export type ProviderServer = (
  | { readonly kind: 'discovered'; readonly issuer: string }
  | { readonly kind: 'known'; readonly authorizationEndpoint: string; readonly tokenEndpoint: string }
) & {
  /** In no private network, whatever its names lead to. */
  readonly onlyPublic?: true
}

/** We, as a client of a provider. */
export interface ProviderClient {
  readonly server: ProviderServer
  readonly clientId: string
  readonly authentication: ClientAuthentication
}

type Parameters = Readonly<Record<string, string>>

/** What came back to the redirect URI, and what was sent. */
export interface Redemption {
  /** Every parameter of the answer, as it came (RFC 6749 §4.1.2). */
  readonly parameters: Parameters
  readonly expectedState: string
  readonly redirectUri: string
  /** RFC 7636 §4.1. */
  readonly codeVerifier: string
}

/** A code without anything that tied its request to a browser: who asked for it was a page that redeems elsewhere. */
export interface BareCode {
  readonly code: string
  /** With which the code was asked for (RFC 6749 §4.1.3). */
  readonly redirectUri: string
}

/** What a token endpoint gave. */
export interface ProviderTokens {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  /** In seconds from now; undefined when the provider does not say. */
  readonly expiresIn: number | undefined
  readonly scope: string | undefined
}

/** The provider could not be asked, or answered with what no provider answers. */
export interface Unreachable {
  readonly outcome: 'unreachable'
  readonly detail: string
  readonly cause?: unknown
}

export type TokenAnswer =
  | { readonly outcome: 'granted'; readonly tokens: ProviderTokens }
  /** The code or refresh token is not one that it accepts. */
  | { readonly outcome: 'refused'; readonly detail: string }
  /** It does not know us, or not with this secret or redirect URI: a fault of the configuration. */
  | { readonly outcome: 'misconfigured'; readonly detail: string }
  | Unreachable

export type RedemptionAnswer =
  | TokenAnswer
  /** The person was sent back with an error (RFC 6749 §4.1.2.1). */
  | { readonly outcome: 'sent_back'; readonly error: string }
  /** The answer is for another request, or of another provider (RFC 9207 §2.4). */
  | { readonly outcome: 'mixed_up'; readonly detail: string }

/** A question to an API of a provider. */
export interface ProviderQuestion {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly query?: Parameters
  /** Sent as JSON. */
  readonly body?: Parameters
  readonly headers?: Parameters
  readonly bearer?: string
  readonly basic?: { readonly id: string; readonly secret: string }
  /** It is asked in no private network, whatever the name leads to. */
  readonly onlyPublic?: boolean
}

export type ProviderAnswer =
  | { readonly outcome: 'answered'; readonly status: number; readonly body: unknown }
  | Unreachable

/** Talking to providers: bounded in time and size, over TLS, without following redirects. */
export interface ProviderCalls {
  /** The address people are sent to (RFC 6749 §4.1.1), with these parameters added. */
  authorizationAddress(
    server: ProviderServer,
    parameters: Parameters,
  ): Promise<{ readonly outcome: 'found'; readonly url: string } | Unreachable>
  /** Checks the answer of the authorization endpoint and redeems its code (RFC 6749 §4.1.3, RFC 7636, RFC 9207). */
  redeem(client: ProviderClient, redemption: Redemption): Promise<RedemptionAnswer>
  /** Redeems a code for which neither state nor PKCE is known (RFC 6749 §4.1.3). */
  redeemBare(client: ProviderClient, bare: BareCode): Promise<TokenAnswer>
  /** RFC 6749 §6. */
  refresh(client: ProviderClient, refreshToken: string): Promise<TokenAnswer>
  /** OpenID Connect Core §5.3, at the place that discovery names. */
  userInfo(server: ProviderServer, accessToken: string): Promise<ProviderAnswer>
  ask(question: ProviderQuestion): Promise<ProviderAnswer>
  /** HMAC-SHA256, hex: how some APIs want to be shown that the client's secret is known. */
  proofOfSecret(secret: string, text: string): string
}
