import type { VerifiedIdentity } from '../../model/identity.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'

/** Whom the linking policy will find. */
export type Foreseen =
  | { readonly kind: 'somebody'; readonly user: User }
  | { readonly kind: 'nobody' }
  /** The policy will say why. */
  | { readonly kind: 'refused' }

/**
 * Whom {@link findOrCreateUser} would find at this moment. Read without a transaction, so that hooks can be asked before there is one:
 * what is found there counts, and must be the same.
 */
export const foreseeUser = async (
  {
    accounts,
  }: {
    readonly accounts: Pick<Accounts, 'findByIdentity' | 'findByProvenAddress' | 'findByClaimedAddress'>
  },
  identity: VerifiedIdentity,
): Promise<Foreseen> => {
  const known = await accounts.findByIdentity(identity)
  if (known !== undefined) return judge(known)
  const { address } = identity
  if (address === undefined) return { kind: 'nobody' }
  const owner = await accounts.findByProvenAddress(address.key)
  if (owner !== undefined) return address.proven ? judge(owner) : { kind: 'refused' }
  const claimant = address.proven ? await accounts.findByClaimedAddress(address.key) : undefined
  return claimant === undefined ? { kind: 'nobody' } : judge(claimant)
}

const judge = (user: User): Foreseen =>
  user.suspendedAt === null ? { kind: 'somebody', user } : { kind: 'refused' }
