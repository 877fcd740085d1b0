import type { Address } from '../../model/address.js'
import type { Identity } from '../../model/identity.js'
import type { UserId } from '../../model/ids.js'
import type { Clock } from '../../ports/clock.js'
import type { TransactionalStores } from '../../ports/storage.js'

export type AdoptingStores = Pick<TransactionalStores, 'accounts' | 'sessions' | 'links'>

/**
 * The address that an imported account claimed is proved now, inside a transaction: who proved it has the account, and whoever put
 * the address there has nothing on it. Password, identities, sessions and links end.
 *
 * @param keeps the identity that proved it; null when a message to the mailbox did
 * @returns `taken` when another has proved the address meanwhile; nothing was written
 */
export const adoptClaimedAccount = async (
  { clock }: { readonly clock: Clock },
  { accounts, sessions, links }: AdoptingStores,
  { id, address, keeps }: { readonly id: UserId; readonly address: Address; readonly keeps: Identity | null },
): Promise<'adopted' | 'taken'> => {
  const now = clock.now()
  if ((await accounts.changeAddress(id, address, now)) !== 'changed') return 'taken'
  for (const identity of await accounts.listIdentities(id))
    if (identity.provider !== keeps?.provider || identity.subject !== keeps.subject)
      await accounts.unlinkIdentity(id, identity, now)
  await accounts.removePassword(id)
  await links.drop(id, 'password_reset')
  await links.drop(id, 'email_change')
  await sessions.endAllOf(id, null, 'revoked', now)
  return 'adopted'
}
