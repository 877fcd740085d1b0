import { AuthError } from '@latchkey/contract'
import { type KeptTokens, openTokens } from '../forms/kept-tokens.js'
import type { Identity } from '../model/identity.js'
import type { UserId } from '../model/ids.js'
import { MINUTE, type Millis, SECOND } from '../model/time.js'
import type { Accounts } from '../ports/accounts.js'
import type { Pause } from '../ports/pause.js'
import { type RefreshProviderTokenDeps, refreshProviderToken } from './steps/refresh-provider-token.js'

export interface ReadProviderTokenDeps extends RefreshProviderTokenDeps {
  readonly accounts: Pick<Accounts, 'listIdentities'>
  readonly pause: Pause
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
/** How often somebody who waits for another's refresh looks whether it is done, and how often in all. */
const LOOK_EVERY = 0.1 * SECOND
const MOST_LOOKS = 200

/**
 * The token a provider gave for a user, refreshed when it has ended or is about to: by one of all processes, for which the others
 * wait.
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
  if (identity === undefined) return undefined
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const sealed = await deps.providerTokens.find(identity)
    if (sealed === undefined) return undefined
    const kept = openTokens(deps.secrets, identity, sealed)
    if (kept.expiresAt === undefined || kept.expiresAt - deps.clock.now() > SOON) return toProviderToken(kept)
    const refreshed = await refreshProviderToken(deps, { identity, sealed, kept })
    if (refreshed === 'held') await deps.pause(LOOK_EVERY)
    else if (refreshed !== 'changed') return refreshed && toProviderToken(refreshed)
  }
  throw new AuthError('provider_unreachable', { detail: `${providerId}: a refresh that does not end` })
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

const toProviderToken = ({ accessToken, expiresAt, scope }: KeptTokens): ProviderToken => ({
  accessToken,
  expiresAt,
  scope,
})
