import { groupBy, type Row, type SourceTables, type Table } from '../tables/source-tables.js'
import type { UserTable } from './find-user-table.js'

/** The database of a Django project, and where its people are. */
export interface DjangoDatabase {
  readonly source: SourceTables
  readonly tables: ReadonlyMap<string, Table>
  readonly users: UserTable
}

/** Rows of a table that hang on people, by the person's primary key. */
export type RowsByUser = ReadonlyMap<string, readonly Row[]>

/** Which column of a table says whose row it is: what the database says, else what Django calls it. */
const ownerColumnOf = ({ users }: DjangoDatabase, table: Table): string | undefined =>
  [...table.references].find(([, target]) => target === users.name)?.[0] ??
  table.columns.find((column) => column === 'user_id') ??
  table.columns.find((column) => users.name.endsWith(`_${column.replace(/_id$/, '')}`))

/** Whether a table is there, and says whose its rows are. */
export const hasRowsOfUsers = (database: DjangoDatabase, tableName: string): boolean => {
  const table = database.tables.get(tableName)
  return table !== undefined && ownerColumnOf(database, table) !== undefined
}

/** The rows of a table that belong to these people. A table that is not there has none. */
export const rowsOfUsers = async (
  database: DjangoDatabase,
  tableName: string,
  ids: readonly string[],
): Promise<RowsByUser> => {
  const table = database.tables.get(tableName)
  const owner = table && ownerColumnOf(database, table)
  if (table === undefined || owner === undefined) return new Map()
  return groupBy(await database.source.rowsWhere(table.name, owner, ids), owner)
}
