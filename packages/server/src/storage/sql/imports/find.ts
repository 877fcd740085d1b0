import { roleNames } from '@latchkey/contract'
import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { Millis } from '../../../model/time.js'
import { type Claims, type Holders, type ImportBatch, identityKey } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { bulkStatement, runBulk } from './given-rows.js'

/** Reading for an import, many rows at a time. */
export const readImports = (
  connection: Connection,
): Pick<ImportBatch, 'findImported' | 'findDeleted' | 'findHolders' | 'findUsersOf'> => ({
  findDeleted: async (source, sourceIds) => {
    const rows = await runBulk(
      connection,
      selectDeleted,
      sourceIds.map((id) => ({ source, source_id: id })),
    )
    return new Set(rows.map((row) => row.source_id))
  },

  findImported: async (source, sourceIds) => {
    const rows = await runBulk(
      connection,
      selectRecords,
      sourceIds.map((id) => ({ source, source_id: id })),
    )
    return rows.map((row) => ({
      sourceId: row.source_id,
      userId: row.user_id,
      digest: row.digest,
      importedAt: row.imported_at,
      roles: roleNames.parse(JSON.parse(row.roles)),
    }))
  },

  findUsersOf: async (source, userIds) => {
    const rows = await runBulk(
      connection,
      selectUsersOf,
      userIds.map((id) => ({ source, user_id: id })),
    )
    return new Set(rows.map((row) => row.user_id))
  },

  findHolders: (claims) => findHolders(connection, claims),
})

const findHolders = async (connection: Connection, claims: Claims): Promise<Holders> => {
  const holdersOf = async (select: typeof selectByAddress, keys: readonly string[]) =>
    new Map(
      (
        await runBulk(
          connection,
          select,
          keys.map((key) => ({ key })),
        )
      ).map((row) => [row.key, row.user_id]),
    )
  const identities = await runBulk(
    connection,
    selectByIdentities,
    claims.identities.map(({ provider, subject }) => ({ provider, subject })),
  )
  return {
    addressKeys: await holdersOf(selectByAddress, claims.addressKeys),
    identities: new Map(identities.map((row) => [identityKey(row), row.user_id])),
    names: await holdersOf(selectByName, claims.names),
    accountIds: await holdersOf(selectByAccountId, claims.accountIds),
    usernames: await holdersOf(selectByUsername, claims.usernames),
  }
}

// A cross join keeps SQLite from reading the whole table for a few rows: what is given comes first.
const selectRecords = bulkStatement(
  { source: 'text', source_id: 'text' },
  (given) =>
    sql<{ source_id: string; user_id: UserId; digest: string; imported_at: Millis; roles: string }>`
      select imports.source_id, imports.user_id, imports.digest, imports.imported_at, imports.roles
      from ${given} cross join imports
      where imports.source = given.source and imports.source_id = given.source_id and imports.user_id is not null`,
)

const selectDeleted = bulkStatement(
  { source: 'text', source_id: 'text' },
  (given) =>
    sql<{ source_id: string }>`
      select imports.source_id from ${given} cross join imports
      where imports.source = given.source and imports.source_id = given.source_id and imports.user_id is null`,
)

const selectUsersOf = bulkStatement(
  { source: 'text', user_id: 'text' },
  (given) =>
    sql<{ user_id: UserId }>`
      select imports.user_id from ${given} cross join imports
      where imports.user_id = given.user_id and imports.source = given.source`,
)

const selectByIdentities = bulkStatement(
  { provider: 'text', subject: 'text' },
  (given) =>
    sql<{ provider: string; subject: string; user_id: UserId }>`
      select identities.provider, identities.subject, identities.user_id from ${given} cross join identities
      where identities.provider = given.provider and identities.subject = given.subject`,
)

const selectHolder = (table: string, column: string, user: string) =>
  bulkStatement(
    { key: 'text' },
    (given) =>
      sql<{ key: string; user_id: UserId }>`
        select given.key as key, ${sql.ref(`${table}.${user}`)} as user_id from ${given} cross join ${sql.table(table)}
        where ${sql.ref(`${table}.${column}`)} = given.key`,
  )

const selectByAddress = selectHolder('users', 'email_key', 'id')
const selectByName = selectHolder('login_names', 'name', 'user_id')
const selectByAccountId = selectHolder('django_accounts', 'id', 'user_id')
const selectByUsername = selectHolder('django_accounts', 'username', 'user_id')
