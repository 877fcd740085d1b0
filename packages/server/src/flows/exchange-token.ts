import { AuthError, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import type { AccessTokenMaker } from '../forms/access-token.js'
import type { Client } from '../model/client.js'
import type { SessionPolicy } from '../model/session.js'
import type { IdTokenVerifier } from '../ports/id-token-verifier.js'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { checkIdToken } from '../sign-in/social/id-token.js'
import type { Provider } from '../sign-in/social/provider.js'
import { chooseAudience } from './steps/choose-audience.js'
import { findOrCreateUser } from './steps/find-or-create-user.js'
import { grantScopes } from './steps/grant-scopes.js'
import { issueTokens, type SignedIn } from './steps/issue-tokens.js'
import { openSession } from './steps/open-session.js'

export interface ExchangeTokenDeps extends AccessTokenMaker {
  readonly providers: readonly Provider[]
  readonly idTokens: IdTokenVerifier
  readonly storage: Transactions
  readonly sessionPolicy: SessionPolicy
  /** The APIs access tokens may be for; the first is the default. */
  readonly audiences: readonly [string, ...string[]]
  readonly log: Log
}

/** A token exchange (RFC 8693 §2.1): an ID token for a session of ours. */
export interface ExchangeToken {
  readonly client: Client
  readonly subjectToken: string
  readonly nonce?: string | undefined
  readonly scope?: string | undefined
  readonly audience?: string | undefined
}

/**
 * An ID token from a provider → a session and its first tokens.
 *
 * @throws AuthError for a client, scope, audience, proof or account that is not accepted
 */
export const exchangeToken = async (deps: ExchangeTokenDeps, request: ExchangeToken): Promise<SignedIn> => {
  const { client } = request
  if (!client.grants.includes(TOKEN_EXCHANGE_GRANT))
    throw new AuthError('client_grant_not_allowed', { detail: client.id })
  const scopes = grantScopes(client, request.scope, client.scopes)
  const audience = chooseAudience(deps.audiences, request.audience)

  const proof = await checkIdToken(deps, { idToken: request.subjectToken, expectedNonce: request.nonce })

  const { user, session } = await deps.storage.transaction(async (stores) => {
    // First, so that of two requests with one proof the second waits here and is refused.
    const isFirstUse = await stores.spentProofs.consumeOnce(proof.proofKey, proof.expiresAt)
    if (!isFirstUse) throw new AuthError('proof_replayed', { detail: proof.identity.provider })
    const user = await findOrCreateUser({ ...deps, accounts: stores.accounts }, proof.identity)
    const session = await openSession(
      { ...deps, sessions: stores.sessions },
      { user, clientId: client.id, scopes, audience, proof: proof.identity },
    )
    return { user, session }
  })

  deps.log.info('session opened', {
    user: user.id,
    session: session.id,
    client: client.id,
    provider: proof.identity.provider,
  })
  return issueTokens(deps, session, user)
}
