import { AuthError } from '@latchkey/contract'
import type { TransactionalStores } from '../../ports/storage.js'
import type { CheckedCode } from '../../sign-in/social/check-code.js'

/**
 * Marks everything a sign-in rests on as used. First in its transaction, so that of two requests with one proof the second waits
 * here and is refused; a sign-in that is refused for another reason burns nothing.
 *
 * @throws AuthError `proof_replayed`
 */
export const spendProofs = async (
  { spentProofs }: Pick<TransactionalStores, 'spentProofs'>,
  { spends, identity }: Pick<CheckedCode, 'spends' | 'identity'>,
): Promise<void> => {
  for (const { key, expiresAt } of spends) {
    const isFirstUse = await spentProofs.consumeOnce(key, expiresAt)
    if (!isFirstUse) throw new AuthError('proof_replayed', { detail: identity.provider })
  }
}
