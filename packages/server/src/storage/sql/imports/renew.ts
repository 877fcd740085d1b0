import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { Millis } from '../../../model/time.js'
import type { ImportBatch, Renewals, Renewed } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { toUserCells, USER_COLUMNS } from './add.js'
import { bulkStatement, insertAll, runBulk } from './given-rows.js'

/** Changing what was imported before, as long as it still is what was imported. */
export const renewImports = (connection: Connection): Pick<ImportBatch, 'renew' | 'dropNames'> => ({
  renew: (renewals, now) => renewAll(connection, renewals, now),

  dropNames: async (userIds) => {
    await runBulk(
      connection,
      deleteNames,
      userIds.map((id) => ({ id })),
    )
  },
})

const renewAll = async (
  connection: Connection,
  { users, passwords, accounts }: Renewals,
  now: Millis,
): Promise<Renewed> => {
  const renewedUsers = await runBulk(
    connection,
    updateUsers,
    users.map((user) => ({ ...toUserCells(user, now), imported_at: user.importedAt })),
  )
  const ours = new Set(renewedUsers.map((row) => row.id))
  const cells = passwords.map(({ userId, hash, importedAt }) => ({
    user_id: userId,
    hash,
    changed_at: now,
    imported_at: importedAt,
  }))
  const kept = cells.filter(({ hash }) => hash !== null)
  const renewedPasswords = [
    ...(await runBulk(connection, updatePasswords, kept)),
    ...(await runBulk(
      connection,
      deletePasswords,
      cells.filter(({ hash }) => hash === null),
    )),
  ]
  // Somebody who had no password there and has one now. Who has changed anything here may have dropped it.
  await runBulk(
    connection,
    insertPasswords,
    kept
      .filter(({ user_id, hash }) => hash !== undefined && ours.has(user_id))
      .map(({ user_id, hash, changed_at }) => ({ user_id, hash, changed_at })),
  )
  await runBulk(
    connection,
    updateAccounts,
    accounts
      .filter(({ userId }) => ours.has(userId))
      .map((account) => ({
        user_id: account.userId,
        username: account.username,
        first_name: account.firstName,
        last_name: account.lastName,
        auth_provider: account.authProvider,
        last_login_at: account.lastLoginAt,
      })),
  )
  return {
    users: ours,
    passwords: new Set(renewedPasswords.map((row) => row.id)),
  }
}

/** Of an account that is as it was left nothing was changed, nothing proved, no password set, nobody put out. */
const updateUsers = bulkStatement(
  { ...USER_COLUMNS, imported_at: 'number' },
  (given) =>
    sql<{ id: UserId }>`
      update users set email = given.email, email_key = given.email_key,
        email_verified_at = case
          when users.email_key = given.email_key then users.email_verified_at
          else given.email_verified_at end,
        name = given.name, picture = given.picture, roles = given.roles,
        suspended_at = case
          when given.suspended_at is null then null
          else coalesce(users.suspended_at, given.suspended_at) end,
        updated_at = given.updated_at
      from ${given} where users.id = given.id and users.updated_at = given.imported_at
        and not exists (
          select 1 from passwords
          where passwords.user_id = given.id and passwords.changed_at <> given.imported_at)
        and not exists (
          select 1 from django_accounts
          where django_accounts.user_id = given.id and django_accounts.former_ended_at > given.imported_at)
      returning users.id as id`,
)

const PASSWORD_COLUMNS = {
  user_id: 'text',
  hash: 'text',
  changed_at: 'number',
  imported_at: 'number',
} as const

/** Where the hash is not given the password is what it was, and the moment alone moves on. */
const updatePasswords = bulkStatement(
  PASSWORD_COLUMNS,
  (given) =>
    sql<{ id: UserId }>`
      update passwords set hash = coalesce(given.hash, passwords.hash), changed_at = given.changed_at
      from ${given} where passwords.user_id = given.user_id and passwords.changed_at = given.imported_at
      returning passwords.user_id as id`,
)

const deletePasswords = bulkStatement(
  PASSWORD_COLUMNS,
  (given) =>
    sql<{ id: UserId }>`
      delete from passwords
      where (user_id, changed_at) in (select given.user_id, given.imported_at from ${given})
      returning passwords.user_id as id`,
)

const insertPasswords = insertAll('passwords', { user_id: 'text', hash: 'text', changed_at: 'number' })

const updateAccounts = bulkStatement(
  {
    user_id: 'text',
    username: 'text',
    first_name: 'text',
    last_name: 'text',
    auth_provider: 'text',
    last_login_at: 'number',
  },
  (given) =>
    sql`
      update django_accounts set first_name = given.first_name, last_name = given.last_name,
        username = given.username, auth_provider = given.auth_provider,
        last_login_at = case
          when coalesce(django_accounts.last_login_at, 0) < coalesce(given.last_login_at, 0)
          then given.last_login_at else django_accounts.last_login_at end
      from ${given} where django_accounts.user_id = given.user_id`,
)

const deleteNames = bulkStatement(
  { id: 'text' },
  (given) => sql`delete from login_names where user_id in (select given.id from ${given})`,
)
