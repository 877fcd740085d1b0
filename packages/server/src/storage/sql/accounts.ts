import type { Identity, VerifiedIdentity } from '../../model/identity.js'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import {
  adoptProvenAddress,
  completeProfile,
  deleteUser,
  insertIdentity,
  insertUser,
  type Profile,
  selectById,
  selectByIdentity,
  selectByIdentityForUpdate,
  selectByIdForUpdate,
  selectByProvenAddress,
  touchIdentity,
} from './account-statements.js'
import type { Connection, TransactionConnection } from './database.js'
import type { UserRow } from './tables.js'

/** What must be forgotten once a change has been committed. */
export interface AccountMemory {
  forgetUser(id: UserId): void
}

/** The reading half of the port, on any connection. */
export const readAccounts = (
  connection: Connection,
): Pick<Accounts, 'findById' | 'findByIdentity' | 'findByProvenAddress'> => ({
  findById: async (id) => toUser(await connection.run(selectById, { id })),
  findByIdentity: async (identity) => toUser(await connection.run(selectByIdentity, identity)),
  findByProvenAddress: async (key) => toUser(await connection.run(selectByProvenAddress, { key })),
})

/** The whole port, inside a transaction: each verb leaves the rows as they were unless it says that it did its work. */
export const accountsIn = (connection: TransactionConnection, memory: AccountMemory): Accounts => {
  const reads = readAccounts(connection)
  return {
    ...reads,
    recall: reads.findById,

    findByIdentity: async (identity) =>
      toUser(
        await connection.run(
          connection.dialect.locksRows ? selectByIdentityForUpdate : selectByIdentity,
          identity,
        ),
      ),

    createWithIdentity: async (id, identity, now) => {
      const created = await connection.run(insertUser, newUser(id, identity, now))
      if (created.length === 0) return 'taken'
      if (await addIdentity(connection, id, identity, now)) return 'created'
      await connection.run(deleteUser, { id })
      return 'taken'
    },

    linkToProvenAddress: async (id, identity, addressKey, now) => {
      const owner = await lockUser(connection, id)
      if (owner?.email_key !== addressKey) return 'changed'
      if (!(await addIdentity(connection, id, identity, now))) return 'changed'
      await completeProfileOf(connection, owner, identity, now)
      connection.afterCommit(() => memory.forgetUser(id))
      return 'linked'
    },

    recordSignIn: async (id, identity, now) => {
      // Whoever unlinked the identity while we waited for the lock was first.
      const owner = await lockUser(connection, id)
      const touched = await connection.run(touchIdentity, { ...identityOf(identity), userId: id, now })
      if (owner === undefined || touched.length === 0) return 'changed'
      await completeProfileOf(connection, owner, identity, now)
      if (identity.address?.proven) {
        const { key, email } = identity.address
        await connection.run(adoptProvenAddress, { id, key, email, now })
      }
      connection.afterCommit(() => memory.forgetUser(id))
      return 'recorded'
    },
  }
}

const identityOf = ({ provider, subject }: Identity): Identity => ({ provider, subject })

const newUser = (id: UserId, identity: VerifiedIdentity, now: Millis): UserRow => ({
  id,
  email: identity.address?.email ?? null,
  // Only who has proved an address holds it against others: an unproven one is something the person said.
  email_key: identity.address?.proven ? identity.address.key : null,
  email_verified_at: identity.address?.proven ? now : null,
  name: identity.name ?? null,
  picture: identity.picture ?? null,
  suspended_at: null,
  created_at: now,
  updated_at: now,
})

const profileOf = (id: UserId, identity: VerifiedIdentity, now: Millis): Profile => ({
  id,
  name: identity.name ?? null,
  picture: identity.picture ?? null,
  now,
})

/** @returns false when the identity already has an owner */
const addIdentity = async (
  connection: Connection,
  userId: UserId,
  identity: VerifiedIdentity,
  now: Millis,
): Promise<boolean> => {
  const rows = await connection.run(insertIdentity, {
    ...identityOf(identity),
    userId,
    email: identity.address?.email ?? null,
    now,
  })
  return rows.length > 0
}

/** Fills in what the user lacks; what is there stays. */
const completeProfileOf = async (
  connection: Connection,
  owner: UserRow,
  identity: VerifiedIdentity,
  now: Millis,
): Promise<void> => {
  const bringsName = owner.name === null && identity.name !== undefined
  const bringsPicture = owner.picture === null && identity.picture !== undefined
  if (bringsName || bringsPicture) await connection.run(completeProfile, profileOf(owner.id, identity, now))
}

const lockUser = async (connection: Connection, id: UserId): Promise<UserRow | undefined> => {
  const [row] = await connection.run(connection.dialect.locksRows ? selectByIdForUpdate : selectById, { id })
  return row
}

const toUser = ([row]: readonly UserRow[]): User | undefined =>
  row && {
    id: row.id,
    email: row.email,
    emailVerifiedAt: row.email_verified_at,
    name: row.name,
    picture: row.picture,
    suspendedAt: row.suspended_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
