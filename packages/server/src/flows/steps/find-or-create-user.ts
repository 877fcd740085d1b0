import { AuthError } from '@latchkey/contract'
import type { VerifiedIdentity } from '../../model/identity.js'
import { ID_RANDOM_BYTES, newUserId } from '../../model/ids.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'

/** Each round ends or sees what another process has just committed. More than a few means a bug. */
const MAX_ROUNDS = 8

/**
 * Who is this? The linking policy, whole.
 *
 * 1. A known (provider, subject) wins.
 * 2. An address that a user has proved links only for whom the provider has proved it too; others are refused.
 * 3. Otherwise a new user. An address nobody has proved belongs to nobody: it neither links nor stands in the way, so
 *    whoever writes somebody else's address into a profile gets an account of their own and no door into another.
 *
 * @throws AuthError `address_unproven` when another user has proved the address and the provider has not;
 *   `user_suspended`
 */
export const findOrCreateUser = async (
  deps: { readonly accounts: Accounts; readonly clock: Clock; readonly secrets: Secrets },
  identity: VerifiedIdentity,
): Promise<User> => {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const user = (await knownUser(deps, identity)) ?? (await linkedOrNewUser(deps, identity))
    if (user === 'look_again') continue
    if (user.suspendedAt !== null) throw new AuthError('user_suspended', { detail: user.id })
    return user
  }
  throw new Error('the account kept changing while an identity was being linked to it')
}

type Deps = Parameters<typeof findOrCreateUser>[0]

const knownUser = async (
  { accounts, clock }: Deps,
  identity: VerifiedIdentity,
): Promise<User | 'look_again' | undefined> => {
  const user = await accounts.findByIdentity(identity)
  if (user === undefined) return undefined
  const outcome = await accounts.recordSignIn(user.id, identity, clock.now())
  return outcome === 'changed' ? 'look_again' : accounts.findById(user.id)
}

const linkedOrNewUser = async (deps: Deps, identity: VerifiedIdentity): Promise<User | 'look_again'> => {
  const { accounts, clock } = deps
  const { address } = identity
  const owner = address && (await accounts.findByProvenAddress(address.key))
  if (address === undefined || owner === undefined) return createUser(deps, identity)
  if (!address.proven)
    throw new AuthError('address_unproven', { detail: `${identity.provider}, ${owner.id}` })
  if (owner.suspendedAt !== null) throw new AuthError('user_suspended', { detail: owner.id })
  const outcome = await accounts.linkToProvenAddress(owner.id, identity, address.key, clock.now())
  return outcome === 'changed' ? 'look_again' : ((await accounts.findById(owner.id)) ?? 'look_again')
}

const createUser = async (
  { accounts, clock, secrets }: Deps,
  identity: VerifiedIdentity,
): Promise<User | 'look_again'> => {
  const now = clock.now()
  const id = newUserId(now, secrets.randomHex(ID_RANDOM_BYTES))
  const outcome = await accounts.createWithIdentity(id, identity, now)
  return outcome === 'taken' ? 'look_again' : ((await accounts.findById(id)) ?? 'look_again')
}
