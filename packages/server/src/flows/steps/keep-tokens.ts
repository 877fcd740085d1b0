import { openTokens, sealTokens, toKeptTokens } from '../../forms/kept-tokens.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { TransactionalStores } from '../../ports/storage.js'
import type { CheckedCode } from '../../sign-in/social/check-code.js'

/** Keeps the tokens that came with an identity, when its provider's are to be kept. */
export const keepTokens = async (
  { secrets, clock }: { readonly secrets: Secrets; readonly clock: Clock },
  { providerTokens }: Pick<TransactionalStores, 'providerTokens'>,
  { identity, tokens }: Pick<CheckedCode, 'identity' | 'tokens'>,
): Promise<void> => {
  if (tokens === undefined) return
  const now = clock.now()
  const before = await providerTokens.find(identity)
  const kept = toKeptTokens(
    tokens,
    before === undefined ? undefined : openTokens(secrets, identity, before),
    now,
  )
  await providerTokens.keep(identity, sealTokens(secrets, identity, kept), now)
}
