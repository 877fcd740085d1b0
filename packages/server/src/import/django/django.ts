import { type ColumnMap, checkMappedColumns } from '../records/column-map.js'
import { remarkOnLeftColumns } from '../records/left-columns.js'
import { Records } from '../records/record.js'
import { NO_ID, usableId } from '../records/usable-id.js'
import type { Found, Source } from '../source.js'
import { pagesOf, type SourceTables } from '../tables/source-tables.js'
import { type DjangoDatabase, hasRowsOfUsers } from './django-database.js'
import { findUserTable } from './find-user-table.js'
import { readApps } from './read-apps.js'
import { readBlacklist } from './read-blacklist.js'
import { DRF_TOKENS, readRelated } from './read-related.js'
import { readSessions } from './read-sessions.js'
import { type ReadUserOptions, readUser } from './read-user.js'
import { readRoleNames } from './roles.js'

export interface DjangoOptions extends ReadUserOptions {
  /** The table of the people, where it is not found by itself. */
  readonly table: string | undefined
  readonly map: ColumnMap
  /** The SECRET_KEY of the old backend: with it live sessions come along. */
  readonly secretKey: string | undefined
}

/** The people of a Django project, out of its database. */
export const djangoSource = (source: SourceTables, options: DjangoOptions): Source => ({
  read: () => readAll(source, options),
  readApps: async () => readApps(source, await source.tables()),
  close: () => source.close(),
})

async function* readAll(source: SourceTables, options: DjangoOptions): AsyncGenerator<Found> {
  const tables = await source.tables()
  const users = findUserTable(source, tables, options.table)
  const database: DjangoDatabase = { source, tables, users }
  checkMappedColumns(`The table ${users.name} of ${source.name}`, users.columns, options.map)
  yield* readUsers(database, options)
  yield* readSessions(database, options.secretKey)
  yield* readBlacklist(database)
}

async function* readUsers(database: DjangoDatabase, options: DjangoOptions): AsyncGenerator<Found> {
  const { source, users } = database
  const records = new Records(options.map)
  const names = await readRoleNames(database)
  for await (const rows of pagesOf(source, users.name, users.primaryKey)) {
    const ids = rows.flatMap((row) => row[users.primaryKey] ?? [])
    const related = await readRelated(database, names, ids)
    for (const row of rows) {
      const id = usableId(row[users.primaryKey] ?? null)
      const { [users.primaryKey]: _, ...cells } = row
      yield id === undefined
        ? {
            type: 'unreadable',
            where: `${users.name} ${row[users.primaryKey] ?? 'null'}`.slice(0, 80),
            reason: NO_ID,
          }
        : { type: 'user', user: readUser(id, records.open(cells), related, options) }
    }
  }
  if (hasRowsOfUsers(database, DRF_TOKENS)) yield { type: 'all_sessions', form: 'drf_token' }
  yield* remarkOnLeftColumns(records, users.name)
}
