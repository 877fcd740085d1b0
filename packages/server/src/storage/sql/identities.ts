import type { Identity, VerifiedIdentity } from '../../model/identity.js'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { Accounts, LinkedIdentity } from '../../ports/accounts.js'
import type { Connection, TransactionConnection } from './database.js'
import { replaceRoles } from './identity-roles.js'
import {
  adoptProvenAddress,
  completeProfile,
  deleteIdentity,
  insertIdentity,
  selectByIdentity,
  selectByIdentityForUpdate,
  selectIdentitiesOf,
  touchIdentity,
} from './identity-statements.js'
import type { Memory } from './memory.js'
import type { IdentityRow, UserRow } from './tables.js'
import { deleteUser, insertUser, lockUser, toUser, touchUser } from './users.js'

/** Reading who is known by which identity, on any connection. */
export const readIdentities = (
  connection: Connection,
): Pick<Accounts, 'findByIdentity' | 'listIdentities'> => ({
  findByIdentity: async (identity) => toUser(await connection.run(selectByIdentity, identity)),
  listIdentities: async (id) => (await connection.run(selectIdentitiesOf, { id })).map(toLinkedIdentity),
})

/** Signing up and in with an identity, inside a transaction. */
export const identitiesIn = (
  connection: TransactionConnection,
  memory: Memory,
): Pick<
  Accounts,
  | 'findByIdentity'
  | 'listIdentities'
  | 'createWithIdentity'
  | 'linkToProvenAddress'
  | 'recordSignIn'
  | 'linkIdentity'
  | 'unlinkIdentity'
  | 'replaceIdentityRoles'
> => ({
  ...readIdentities(connection),

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
    await connection.run(touchUser, { userId: id, now })
    connection.afterCommit(() => memory.forgetUser(id))
    return 'linked'
  },

  recordSignIn: async (id, identity, now) => {
    // Whoever unlinked the identity while we waited for the lock was first.
    const owner = await lockUser(connection, id)
    const touched = await connection.run(touchIdentity, { ...identityOf(identity), userId: id, now })
    if (owner === undefined || touched.length === 0) return 'changed'
    await completeUser(connection, owner, identity, now)
    connection.afterCommit(() => memory.forgetUser(id))
    return 'recorded'
  },

  linkIdentity: async (id, identity, now) => {
    const owner = await lockUser(connection, id)
    if (owner === undefined) return 'unknown'
    const isNew = await addIdentity(connection, id, identity, now)
    if (!isNew) {
      const touched = await connection.run(touchIdentity, { ...identityOf(identity), userId: id, now })
      return touched.length > 0 ? 'already_linked' : 'taken'
    }
    await completeUser(connection, owner, identity, now)
    await connection.run(touchUser, { userId: id, now })
    connection.afterCommit(() => memory.forgetUser(id))
    return 'linked'
  },

  unlinkIdentity: async (id, identity, now) => {
    const owner = await lockUser(connection, id)
    if (owner === undefined) return 'unknown'
    await replaceRoles(connection, memory, { owner, identity, roles: [], now })
    const gone = await connection.run(deleteIdentity, { ...identityOf(identity), userId: id })
    if (gone.length === 0) return 'unknown'
    await connection.run(touchUser, { userId: id, now })
    connection.afterCommit(() => memory.forgetUser(id))
    return 'unlinked'
  },

  replaceIdentityRoles: async (id, identity, roles, now) => {
    const owner = await lockUser(connection, id)
    return owner === undefined ? 'changed' : replaceRoles(connection, memory, { owner, identity, roles, now })
  },
})

/** Fills in what the user lacks, a proven address too; what is there stays. */
const completeUser = async (
  connection: Connection,
  owner: UserRow,
  identity: VerifiedIdentity,
  now: Millis,
): Promise<void> => {
  await completeProfileOf(connection, owner, identity, now)
  if (!identity.address?.proven) return
  const { key, email } = identity.address
  await connection.run(adoptProvenAddress, { id: owner.id, key, email, now })
}

const identityOf = ({ provider, subject }: Identity): Identity => ({ provider, subject })

const toLinkedIdentity = (row: IdentityRow & { tokens_kept_at: Millis | null }): LinkedIdentity => ({
  provider: row.provider,
  subject: row.subject,
  email: row.email,
  name: row.name,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  tokensKept: row.tokens_kept_at !== null,
})

const newUser = (id: UserId, identity: VerifiedIdentity, now: Millis): UserRow => ({
  id,
  email: identity.address?.email ?? null,
  // Only who has proved an address holds it against others: an unproven one is something the person said.
  email_key: identity.address?.proven ? identity.address.key : null,
  email_verified_at: identity.address?.proven ? now : null,
  name: identity.name ?? null,
  picture: identity.picture ?? null,
  profile: '{}',
  roles: '[]',
  suspended_at: null,
  created_at: now,
  updated_at: now,
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
    name: identity.name ?? null,
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
  if (!bringsName && !bringsPicture) return
  const [name, picture] = [identity.name ?? null, identity.picture ?? null]
  await connection.run(completeProfile, { id: owner.id, name, picture, now })
}
