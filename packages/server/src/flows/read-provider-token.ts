import { AuthError } from '@latchkey/contract'
import { type KeptTokens, openTokens, sealTokens, toKeptTokens } from '../forms/kept-tokens.js'
import type { Identity } from '../model/identity.js'
import type { UserId } from '../model/ids.js'
import { MINUTE, type Millis } from '../model/time.js'
import type { Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { ProviderCalls } from '../ports/provider-calls.js'
import type { ProviderTokenStore } from '../ports/provider-tokens.js'
import type { Secrets } from '../ports/secrets.js'
import type { Provider } from '../sign-in/social/provider.js'

export interface ReadProviderTokenDeps {
  readonly accounts: Pick<Accounts, 'listIdentities'>
  readonly providerTokens: Pick<ProviderTokenStore, 'find' | 'replace'>
  readonly providers: readonly Provider[]
  readonly providerCalls: ProviderCalls
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}

/** A token for calls to a provider in a person's name. */
export interface ProviderToken {
  readonly accessToken: string
  /** When it ends, in milliseconds since the epoch; undefined when the provider does not say. */
  readonly expiresAt: Millis | undefined
  /** What it allows, as the provider wrote it. */
  readonly scope: string | undefined
}

/** Enough for the call it is wanted for. */
const SOON = 1 * MINUTE

/**
 * The token a provider gave for a user, refreshed when it has ended or is about to.
 *
 * @returns undefined when none is kept, or the provider accepts its refresh token no more: the person has to sign in there again
 * @throws AuthError `provider_unreachable`, `sign_in_unavailable`
 */
export const readProviderToken = async (
  deps: ReadProviderTokenDeps,
  userId: UserId,
  providerId: string,
): Promise<ProviderToken | undefined> => {
  const identity = await findIdentity(deps, userId, providerId)
  const sealed = identity && (await deps.providerTokens.find(identity))
  if (identity === undefined || sealed === undefined) return undefined
  const kept = openTokens(deps.secrets, identity, sealed)
  const isFresh = kept.expiresAt === undefined || kept.expiresAt - deps.clock.now() > SOON
  return isFresh ? toProviderToken(kept) : refresh(deps, { identity, sealed, kept })
}

/** Of several accounts there, the one that was used last. */
const findIdentity = async (
  { accounts }: ReadProviderTokenDeps,
  userId: UserId,
  providerId: string,
): Promise<Identity | undefined> => {
  const identities = await accounts.listIdentities(userId)
  return identities
    .filter(({ provider, tokensKept }) => provider === providerId && tokensKept)
    .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt)[0]
}

const refresh = async (
  deps: ReadProviderTokenDeps,
  held: { readonly identity: Identity; readonly sealed: string; readonly kept: KeptTokens },
): Promise<ProviderToken | undefined> => {
  const { identity, sealed, kept } = held
  const { codeFlow } = deps.providers.find(({ id }) => id === identity.provider) ?? {}
  if (codeFlow === undefined || kept.refreshToken === undefined) return undefined
  const answer = await deps.providerCalls.refresh(codeFlow, kept.refreshToken)
  switch (answer.outcome) {
    case 'granted': {
      const now = deps.clock.now()
      const fresh = toKeptTokens(answer.tokens, kept, now)
      const outcome = await deps.providerTokens.replace(
        identity,
        { from: sealed, to: sealTokens(deps.secrets, identity, fresh) },
        now,
      )
      // Somebody else has refreshed, or the identity was unlinked: what stands there now is what counts.
      return outcome === 'replaced' ? toProviderToken(fresh) : readAgain(deps, identity)
    }
    case 'refused':
      deps.log.warn('provider token refused', { provider: identity.provider, detail: answer.detail })
      // A provider that rotates refuses what another process has just used.
      return readAgain(deps, identity)
    case 'misconfigured':
      throw new AuthError('sign_in_unavailable', { detail: `${identity.provider}: ${answer.detail}` })
    case 'unreachable':
      throw new AuthError('provider_unreachable', {
        detail: `${identity.provider}: ${answer.detail}`,
        cause: answer.cause,
      })
  }
}

const readAgain = async (
  deps: ReadProviderTokenDeps,
  identity: Identity,
): Promise<ProviderToken | undefined> => {
  const sealed = await deps.providerTokens.find(identity)
  const kept = sealed === undefined ? undefined : openTokens(deps.secrets, identity, sealed)
  const isAlive = kept?.expiresAt === undefined || kept.expiresAt > deps.clock.now()
  return kept !== undefined && isAlive ? toProviderToken(kept) : undefined
}

const toProviderToken = ({ accessToken, expiresAt, scope }: KeptTokens): ProviderToken => ({
  accessToken,
  expiresAt,
  scope,
})
