import type { ProviderAddress, VerifiedIdentity } from '../../model/identity.js'
import type { ProofAlgorithm } from '../../ports/id-token-verifier.js'
import type {
  ClientAuthentication,
  ProviderCalls,
  ProviderServer,
  ProviderTokens,
} from '../../ports/provider-calls.js'
import type { Misfit, OptionKind } from './find-misfits.js'

/** The claims of a verified ID token. */
export type IdTokenClaims = Readonly<Record<string, unknown>>

/** What a provider says about a person. How and when they proved who they are is added by whoever checked it. */
export interface ProviderProfile {
  readonly subject: string
  readonly address?: ProviderAddress
  readonly name?: string
  readonly picture?: string
}

/** How the ID tokens of a provider are checked and read (OIDC Core §2). */
export interface IdTokenRules {
  /** Every spelling of `iss` that means this provider, each compared exactly. */
  readonly issuers: readonly string[]
  /** Where every tenant is an issuer of its own: the spelling, with `{tenantid}` for the value of `tid`. */
  readonly issuerOfTenant?: string
  readonly algorithms: readonly ProofAlgorithm[]
  /** Where its keys are; found by discovery on the token's issuer when absent. */
  readonly jwksUri?: string
  /** Who the person is, where `sub` does not say it for good. Undefined when the claims do not say it. */
  readonly readSubject?: (claims: IdTokenClaims) => string | undefined
  /** Whether the provider says that the address in these claims is the person's own mailbox. */
  readonly provesAddress: (claims: IdTokenClaims) => boolean
  /** Claims → profile, for providers that name things in their own way. */
  readonly readProfile: (claims: IdTokenClaims) => Pick<VerifiedIdentity, 'name' | 'picture'>
  /** Providers that leave the nonce of the request out of the token (against OIDC Core §2). PKCE ties it to the browser alone. */
  readonly leavesNonceOut?: boolean
  /** Keys are fetched from no private network. */
  readonly onlyPublic?: true
}

/** Whose security events are heard, and for whom they must be (RFC 8417, RFC 8935). */
export interface EventRules {
  readonly audiences: readonly string[]
  /** Further spellings of `iss` beside those of the ID tokens. */
  readonly issuers: readonly string[]
  /** What the sender shows as a bearer token; undefined where its signature is enough. */
  readonly token: string | undefined
}

/** Signing in by the pages of a provider (RFC 6749 §4.1). PKCE with S256 is always sent. */
export interface CodeFlow {
  readonly clientId: string
  readonly authentication: ClientAuthentication
  readonly server: ProviderServer
  readonly scopes: readonly string[]
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The person comes back by a POST, which brings no `SameSite=Lax` cookie along. */
  readonly responseMode?: 'form_post'
  /** Leaves a fragment of its own on the address people come back to, which browsers carry along over redirects (RFC 9110 §10.2.2). */
  readonly addsFragment?: boolean
  /** What the answer tells beside the code: a name that is told once. Anybody may have written it. */
  readonly readAnswer?: (
    parameters: Readonly<Record<string, string>>,
  ) => Pick<VerifiedIdentity, 'name' | 'picture'>
  /** Whether `max_age` is heard (OIDC Core §3.1.2.1): for providers that say when somebody proved it, which may be long ago. */
  readonly hearsMaxAge?: boolean
  /** Whether the ID token is thin, and the UserInfo endpoint says the rest (OIDC Core §5.3). */
  readonly asksUserInfo?: boolean
  /** Who the person is, at a provider without ID tokens: asked with the access token that came for the code. */
  readonly readProfile?: (calls: ProviderCalls, tokens: ProviderTokens) => Promise<ProviderProfile>
  /** Keeps the tokens, sealed, for calls in the person's name. */
  readonly keepsTokens: boolean
}

/**
 * Who an access token belongs to that an application presents (RFC 8693). Userinfo alone proves nothing: a token that another
 * application got is answered too. So the provider is asked first to whom it was issued.
 *
 * @throws AuthError `provider_token_refused` unless the provider confirms that it was issued to a client of ours
 */
export type ReadAccessToken = (calls: ProviderCalls, accessToken: string) => Promise<ProviderProfile>

/** Options that make no provider, and why. */
export interface Misgiven {
  readonly options: unknown
  readonly kinds: Readonly<Record<string, OptionKind>>
  readonly misfits: readonly Misfit[]
}

/** An outside party that proves identities, by whichever of these ways are there. */
export interface Provider {
  /** Names the provider in identities for ever: never reuse it for another issuer. */
  readonly id: string
  /** As people know it: it stands on buttons and in messages. */
  readonly name: string
  /** Our client ids there: the only audiences that are accepted. */
  readonly clientIds: readonly string[]
  readonly idTokens?: IdTokenRules
  readonly codeFlow?: CodeFlow
  readonly readAccessToken?: ReadAccessToken
  /** Whether its logout tokens end sessions here (OIDC Back-Channel Logout 1.0). */
  readonly backChannelLogout?: boolean
  readonly securityEvents?: EventRules
  /** Only of one that cannot be used. No server starts with it. */
  readonly misgiven?: Misgiven
}

/** Those of now. Operators set and remove them while the server runs: nobody keeps the list beyond what they are at. */
export type Providers = () => readonly Provider[]

/** As people know it; of one that is not configured any more nothing is left but its id. */
export const providerName = (providers: readonly Provider[], id: string): string =>
  providers.find((provider) => provider.id === id)?.name ?? id
