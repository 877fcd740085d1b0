import { AuthError } from '@latchkey/contract'
import type { VerifiedIdentity } from '../../model/identity.js'
import { ID_RANDOM_BYTES, newUserId, type UserId } from '../../model/ids.js'
import type { User } from '../../model/user.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import { type AdoptingStores, adoptClaimedAccount } from './adopt-claimed-account.js'

interface Deps {
  readonly clock: Clock
  readonly secrets: Secrets
  /** Of the user, if it is a new one. Default: one that is drawn here. */
  readonly newId?: UserId
}

/** Each round ends or sees what another process has just committed. More than a few means a bug. */
const MAX_ROUNDS = 8

/**
 * Who is this? The linking policy, whole.
 *
 * 1. A known (provider, subject) wins.
 * 2. An address that a user has proved links only for whom the provider has proved it too; others are refused.
 * 3. An address that one imported account claims goes with the account to who proves it, and nothing of whoever claimed it stays.
 * 4. Otherwise a new user. An address nobody has proved belongs to nobody: it neither links nor stands in the way, so
 *    whoever writes somebody else's address into a profile gets an account of their own and no door into another.
 *
 * @throws AuthError `address_unproven` when another user has proved the address and the provider has not;
 *   `user_suspended`
 */
export const findOrCreateUser = async (
  deps: Deps,
  stores: AdoptingStores,
  identity: VerifiedIdentity,
): Promise<User> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const user = (await knownUser(deps, stores, identity)) ?? (await unknownUser(deps, stores, identity))
    if (user === 'look_again') continue
    if (user.suspendedAt !== null) throw new AuthError('user_suspended', { detail: user.id })
    return user
  }
  throw new Error('the account kept changing while an identity was being linked to it')
}

const knownUser = async (
  { clock }: Deps,
  { accounts }: AdoptingStores,
  identity: VerifiedIdentity,
): Promise<User | 'look_again' | undefined> => {
  const user = await accounts.findByIdentity(identity)
  if (user === undefined) return undefined
  const outcome = await accounts.recordSignIn(user.id, identity, clock.now())
  return outcome === 'changed' ? 'look_again' : accounts.findById(user.id)
}

const unknownUser = async (
  deps: Deps,
  stores: AdoptingStores,
  identity: VerifiedIdentity,
): Promise<User | 'look_again'> => {
  const { accounts } = stores
  const { address } = identity
  const owner = address && (await accounts.findByProvenAddress(address.key))
  if (address !== undefined && owner !== undefined)
    return linkToOwner(deps, stores, { identity, address, owner })
  const claimant = address?.proven ? await accounts.findByClaimedAddress(address.key) : undefined
  if (address !== undefined && claimant !== undefined)
    return takeOver(deps, stores, { identity, address, owner: claimant })
  return createUser(deps, stores, identity)
}

/** Somebody with an address, and whose it is so far. */
interface Found {
  readonly identity: VerifiedIdentity
  readonly address: NonNullable<VerifiedIdentity['address']>
  readonly owner: User
}

const linkToOwner = async (
  { clock }: Deps,
  { accounts }: AdoptingStores,
  { identity, address, owner }: Found,
): Promise<User | 'look_again'> => {
  if (!address.proven)
    throw new AuthError('address_unproven', { detail: `${identity.provider}, ${owner.id}` })
  if (owner.suspendedAt !== null) throw new AuthError('user_suspended', { detail: owner.id })
  const outcome = await accounts.linkToProvenAddress(owner.id, identity, address.key, clock.now())
  return outcome === 'changed' ? 'look_again' : ((await accounts.findById(owner.id)) ?? 'look_again')
}

const takeOver = async (
  deps: Deps,
  stores: AdoptingStores,
  { identity, address, owner: { id, email } }: Found,
): Promise<User | 'look_again'> => {
  const { accounts } = stores
  const held = await accounts.hold(id)
  // Who proves an address meanwhile, this one or another, has the account.
  if (held?.email !== email || held.emailVerifiedAt !== null) return 'look_again'
  if (held.suspendedAt !== null) throw new AuthError('user_suspended', { detail: id })
  if ((await accounts.linkIdentity(id, identity, deps.clock.now())) !== 'linked') return 'look_again'
  if ((await adoptClaimedAccount(deps, stores, { id, address, keeps: identity })) === 'taken') {
    await accounts.unlinkIdentity(id, identity, deps.clock.now())
    return 'look_again'
  }
  return (await accounts.findById(id)) ?? 'look_again'
}

const createUser = async (
  { clock, secrets, newId }: Deps,
  { accounts }: AdoptingStores,
  identity: VerifiedIdentity,
): Promise<User | 'look_again'> => {
  const now = clock.now()
  const id = newId ?? newUserId(now, secrets.randomHex(ID_RANDOM_BYTES))
  const outcome = await accounts.createWithIdentity(id, identity, now)
  return outcome === 'taken' ? 'look_again' : ((await accounts.findById(id)) ?? 'look_again')
}
