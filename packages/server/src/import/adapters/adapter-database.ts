import { foldColumn } from '../records/column-map.js'
import { SourceError } from '../source.js'
import type { SourceTables, Table } from '../tables/source-tables.js'

/** Tables of libraries whose adapters spell names each in their own way: `User`, `users`, `"userId"`, `user_id`. */
export interface AdapterDatabase {
  readonly source: SourceTables
  readonly users: Table
  /** The column that tells the people apart. */
  readonly userId: string
  readonly accounts: Table
  /** Which of its columns says whose account it is. */
  readonly accountOwner: string
  readonly sessions: Table | undefined
}

/** @throws SourceError when the tables are not there */
export const findAdapterTables = async (source: SourceTables, library: string): Promise<AdapterDatabase> => {
  const tables = [...(await source.tables()).values()]
  const named = (name: string): Table | undefined =>
    tables.find((table) => foldColumn(table.name).replace(/s$/, '') === name)
  const users = named('user')
  const accounts = named('account')
  const userId = users && columnOf(users, 'id')
  const accountOwner = accounts && columnOf(accounts, 'user_id')
  if (users === undefined || accounts === undefined || userId === undefined || accountOwner === undefined)
    throw new SourceError(
      `${source.name} is no database of ${library}: it has no tables user and account.`,
      'Check --from, and for PostgreSQL the schema: postgres://…?options=-csearch_path%3Dauth',
    )
  return { source, users, userId, accounts, accountOwner, sessions: named('session') }
}

/** A column by its name, however it is spelled. */
const columnOf = (table: Table, name: string): string | undefined =>
  table.columns.find((column) => foldColumn(column) === foldColumn(name))
