import { AuthError, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import type { AccessTokenMaker } from '../forms/access-token.js'
import type { Client } from '../model/client.js'
import type { VerifiedIdentity } from '../model/identity.js'
import { usualScope } from '../model/scope.js'
import type { SessionPolicy } from '../model/session.js'
import type { IdTokenVerifier } from '../ports/id-token-verifier.js'
import type { Log } from '../ports/log.js'
import type { ProviderCalls } from '../ports/provider-calls.js'
import { checkAccessToken } from '../sign-in/social/access-token.js'
import { checkIdToken } from '../sign-in/social/id-token.js'
import type { Providers } from '../sign-in/social/provider.js'
import type { SpendableProof } from '../sign-in/social/spendable-proof.js'
import { chooseAudience } from './steps/choose-audience.js'
import { type ClaimsOfFirstTokenDeps, claimsOfFirstToken } from './steps/claims-of-token.js'
import { grantScopes } from './steps/grant-scopes.js'
import { issueTokens, type SignedIn } from './steps/issue-tokens.js'
import { openSession } from './steps/open-session.js'
import { type SignInIdentityDeps, signInIdentity } from './steps/sign-in-identity.js'

export interface ExchangeTokenDeps extends AccessTokenMaker, SignInIdentityDeps, ClaimsOfFirstTokenDeps {
  readonly clock: AccessTokenMaker['clock']
  readonly secrets: AccessTokenMaker['secrets']
  readonly providers: Providers
  readonly idTokens: IdTokenVerifier
  readonly providerCalls: ProviderCalls
  readonly sessionPolicy: SessionPolicy
  /** The APIs access tokens may be for; the first is the default. */
  readonly audiences: readonly [string, ...string[]]
  readonly log: Log
}

/** What a provider gave the client. */
export type SubjectToken =
  | { readonly kind: 'id_token'; readonly idToken: string; readonly nonce: string | undefined }
  | { readonly kind: 'access_token'; readonly accessToken: string; readonly providerId: string }

/** A token exchange (RFC 8693 §2.1): a provider's token for a session of ours. */
export interface ExchangeToken {
  readonly client: Client
  readonly subject: SubjectToken
  readonly scope?: string | undefined
  readonly audience?: string | undefined
}

/**
 * A token from a provider → a session and its first tokens.
 *
 * @throws AuthError for a client, scope, audience, proof or account that is not accepted; `hook_denied`, `hook_failed`
 */
export const exchangeToken = async (deps: ExchangeTokenDeps, request: ExchangeToken): Promise<SignedIn> => {
  const { client } = request
  if (!client.grants.includes(TOKEN_EXCHANGE_GRANT))
    throw new AuthError('client_grant_not_allowed', { detail: client.id })
  const scopes = grantScopes(client, request.scope ?? usualScope(client.scopes), client.scopes)
  const audience = chooseAudience(deps.audiences, request.audience)

  const { identity, spends } = await checkSubjectToken(deps, request.subject)

  const caller = { client: client.id, network: undefined, userAgent: undefined }
  const { user, session } = await signInIdentity(deps, { identity, spends, caller }, async (stores, user) => {
    const session = await openSession(
      { ...deps, sessions: stores.sessions },
      { user, clientId: client.id, scopes, audience, proof: identity },
    )
    return { user, session }
  })

  deps.log.info('session opened', {
    user: user.id,
    session: session.id,
    client: client.id,
    provider: identity.provider,
  })
  const claims = await claimsOfFirstToken(deps, { session, user })
  return issueTokens(deps, session, { user, claims })
}

const checkSubjectToken = async (
  deps: ExchangeTokenDeps,
  subject: SubjectToken,
): Promise<{ readonly identity: VerifiedIdentity; readonly spends: readonly SpendableProof[] }> => {
  if (subject.kind === 'access_token') return { identity: await checkAccessToken(deps, subject), spends: [] }
  const { idToken, nonce } = subject
  const { identity, proof } = await checkIdToken(deps, { idToken, expectedNonce: nonce })
  return { identity, spends: [proof] }
}
