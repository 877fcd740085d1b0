import type { Identity, VerifiedIdentity } from '../../model/identity.js'
import type { UserId } from '../../model/ids.js'
import type { EndReason } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Connection, TransactionConnection } from './database.js'
import { statement } from './statement.js'
import type { UserRow } from './tables.js'

/** What must be forgotten once a change has been committed. */
export interface AccountMemory {
  forgetUser(id: UserId): void
  forgetSessions(): void
}

/** The reading half of the port, on any connection. */
export const readAccounts = (
  connection: Connection,
): Pick<Accounts, 'findById' | 'findByIdentity' | 'findByAddressKey'> => ({
  findById: async (id) => toUser(await connection.run(selectById, { id })),
  findByIdentity: async (identity) => toUser(await connection.run(selectByIdentity, identity)),
  findByAddressKey: async (key) => toUser(await connection.run(selectByAddressKey, { key })),
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
      if (owner?.email_key !== addressKey || owner.email_verified_at === null) return 'changed'
      if (!(await addIdentity(connection, id, identity, now))) return 'changed'
      await completeProfileOf(connection, owner, identity, now)
      connection.afterCommit(() => memory.forgetUser(id))
      return 'linked'
    },

    claimUnprovenAddress: async (id, identity, addressKey, now) => {
      const owner = await lockUser(connection, id)
      if (owner?.email_key !== addressKey || owner.email_verified_at !== null) return 'changed'
      if (!(await addIdentity(connection, id, identity, now))) return 'changed'
      // The point of no return for whoever made this account without owning the mailbox.
      await connection.run(deleteOtherIdentitiesOf, { id, ...identityOf(identity) })
      await connection.run(endSessionsOf, { id, now, reason: 'address_proven_by_another' })
      // Their spelling of the address goes too: mail must reach the mailbox that was proved.
      const email = identity.address?.email ?? owner.email
      await connection.run(replaceProfile, { ...profileOf(id, identity, now), email })
      connection.afterCommit(() => memory.forgetUser(id))
      connection.afterCommit(() => memory.forgetSessions())
      return 'claimed'
    },

    recordSignIn: async (id, identity, now) => {
      // Whoever claimed the account while we waited for its lock has dropped the identity.
      const owner = await lockUser(connection, id)
      const touched = await connection.run(touchIdentity, { ...identityOf(identity), userId: id, now })
      if (owner === undefined || touched.length === 0) return 'changed'
      await completeProfileOf(connection, owner, identity, now)
      if (identity.address?.proven) {
        const { key, email } = identity.address
        await connection.run(verifyAddress, { id, key, email, now })
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
  email_key: identity.address?.key ?? null,
  email_verified_at: identity.address?.proven ? now : null,
  name: identity.name ?? null,
  picture: identity.picture ?? null,
  suspended_at: null,
  created_at: now,
  updated_at: now,
})

const profileOf = (id: UserId, identity: VerifiedIdentity, now: Millis) => ({
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

type Profile = ReturnType<typeof profileOf>

const selectById = statement((db, given: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', given.id),
)

const selectByIdForUpdate = statement((db, given: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', given.id).forUpdate(),
)

const selectByIdentity = statement((db, given: Identity) =>
  db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .selectAll('users')
    .where('identities.provider', '=', given.provider)
    .where('identities.subject', '=', given.subject),
)

const selectByIdentityForUpdate = statement((db, given: Identity) =>
  db
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .selectAll('users')
    .where('identities.provider', '=', given.provider)
    .where('identities.subject', '=', given.subject)
    .forUpdate('users'),
)

const selectByAddressKey = statement((db, given: { key: string }) =>
  db.selectFrom('users').selectAll().where('email_key', '=', given.key),
)

const insertUser = statement((db, given: UserRow) =>
  db
    .insertInto('users')
    .values({
      id: given.id,
      email: given.email,
      email_key: given.email_key,
      email_verified_at: given.email_verified_at,
      name: given.name,
      picture: given.picture,
      suspended_at: given.suspended_at,
      created_at: given.created_at,
      updated_at: given.updated_at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)

const deleteUser = statement((db, given: { id: UserId }) => db.deleteFrom('users').where('id', '=', given.id))

const insertIdentity = statement(
  (db, given: Identity & { userId: UserId; email: string | null; now: Millis }) =>
    db
      .insertInto('identities')
      .values({
        provider: given.provider,
        subject: given.subject,
        user_id: given.userId,
        email: given.email,
        created_at: given.now,
        last_used_at: given.now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id'),
)

const deleteOtherIdentitiesOf = statement((db, given: Identity & { id: UserId }) =>
  db
    .deleteFrom('identities')
    .where('user_id', '=', given.id)
    .where((row) => row.or([row('provider', '!=', given.provider), row('subject', '!=', given.subject)])),
)

const endSessionsOf = statement((db, given: { id: UserId; now: Millis; reason: EndReason }) =>
  db
    .updateTable('sessions')
    .set({ ended_at: given.now, end_reason: given.reason })
    .where('user_id', '=', given.id)
    .where('ended_at', 'is', null),
)

const touchIdentity = statement((db, given: Identity & { userId: UserId; now: Millis }) =>
  db
    .updateTable('identities')
    .set({ last_used_at: given.now })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject)
    .where('user_id', '=', given.userId)
    .returning('user_id'),
)

const completeProfile = statement((db, given: Profile) =>
  db
    .updateTable('users')
    .set((row) => ({
      name: row.fn.coalesce('name', row.val(given.name)),
      picture: row.fn.coalesce('picture', row.val(given.picture)),
      updated_at: given.now,
    }))
    .where('id', '=', given.id),
)

const replaceProfile = statement((db, given: Profile & { email: string | null }) =>
  db
    .updateTable('users')
    .set({
      email: given.email,
      name: given.name,
      picture: given.picture,
      email_verified_at: given.now,
      updated_at: given.now,
    })
    .where('id', '=', given.id),
)

const verifyAddress = statement((db, given: { id: UserId; key: string; email: string; now: Millis }) =>
  db
    .updateTable('users')
    .set({ email: given.email, email_verified_at: given.now, updated_at: given.now })
    .where('id', '=', given.id)
    .where('email_key', '=', given.key)
    .where('email_verified_at', 'is', null),
)
