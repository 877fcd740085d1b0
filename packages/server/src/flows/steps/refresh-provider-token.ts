import { AuthError } from '@latchkey/contract'
import { type KeptTokens, openTokens, sealTokens, toKeptTokens } from '../../forms/kept-tokens.js'
import type { Identity } from '../../model/identity.js'
import { SECOND } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Log } from '../../ports/log.js'
import type { ProviderCalls, TokenAnswer } from '../../ports/provider-calls.js'
import type { ProviderTokenStore } from '../../ports/provider-tokens.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Providers } from '../../sign-in/social/provider.js'
import { providerUnreachable } from '../../sign-in/social/provider-unreachable.js'

export interface RefreshProviderTokenDeps {
  readonly providerTokens: Omit<ProviderTokenStore, 'keep'>
  readonly providers: Providers
  readonly providerCalls: ProviderCalls
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}

/** Tokens as they stand in the database, and what is in them. */
interface HeldTokens {
  readonly identity: Identity
  readonly sealed: string
  readonly kept: KeptTokens
}

/** Longer than a discovery and a refresh may take: whoever has a claim no more than that has gone. */
const CLAIM = 15 * SECOND

/**
 * Refreshes what a provider gave, if nobody else is at it.
 *
 * @returns undefined when the provider accepts the refresh token no more, or gave none; `held` when another process is refreshing;
 *   `changed` when there are other tokens by now
 * @throws AuthError `provider_unreachable`, `sign_in_unavailable`
 */
export const refreshProviderToken = async (
  deps: RefreshProviderTokenDeps,
  held: HeldTokens,
): Promise<KeptTokens | 'held' | 'changed' | undefined> => {
  const { identity, sealed, kept } = held
  const { codeFlow } = deps.providers().find(({ id }) => id === identity.provider) ?? {}
  if (codeFlow === undefined || kept.refreshToken === undefined) return undefined
  const now = deps.clock.now()
  const until = now + CLAIM
  const claim = await deps.providerTokens.claim(identity, sealed, { until, now })
  if (claim !== 'claimed') return claim
  try {
    const answer = await deps.providerCalls.refresh(codeFlow, kept.refreshToken)
    return await settle(deps, held, answer)
  } finally {
    await deps.providerTokens.release(identity, until)
  }
}

const settle = async (
  deps: RefreshProviderTokenDeps,
  held: HeldTokens,
  answer: TokenAnswer,
): Promise<KeptTokens | 'changed' | undefined> => {
  const { provider } = held.identity
  switch (answer.outcome) {
    case 'granted':
      return write(deps, held, toKeptTokens(answer.tokens, held.kept, deps.clock.now()))
    case 'refused':
      deps.log.warn('provider token refused', { provider, detail: answer.detail })
      // Whoever signed in there meanwhile has brought others.
      return (await deps.providerTokens.find(held.identity)) === held.sealed ? undefined : 'changed'
    case 'misconfigured':
      throw new AuthError('sign_in_unavailable', { detail: `${provider}: ${answer.detail}` })
    case 'unreachable':
      throw providerUnreachable(provider, answer)
  }
}

/** Each round sees what a sign-in has just put there. More than a few means a bug. */
const MAX_ROUNDS = 8

/**
 * Puts fresh tokens in place. A sign-in that came between may have brought an access token and kept the refresh token that has
 * just been used up: then the new one goes in beside it, for there is no other.
 */
const write = async (
  { providerTokens, secrets, clock }: RefreshProviderTokenDeps,
  { identity, sealed, kept }: HeldTokens,
  fresh: KeptTokens,
): Promise<KeptTokens | 'changed'> => {
  let [from, next] = [sealed, fresh]
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const to = sealTokens(secrets, identity, next)
    if ((await providerTokens.replace(identity, { from, to }, clock.now())) === 'replaced') return next
    const there = await providerTokens.find(identity)
    if (there === undefined) return 'changed'
    const newer = openTokens(secrets, identity, there)
    if (newer.refreshToken !== kept.refreshToken) return 'changed'
    ;[from, next] = [there, { ...newer, refreshToken: fresh.refreshToken }]
  }
  throw new Error('the tokens of a provider kept changing while they were refreshed')
}
