import { statSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { SourceError } from '../source.js'
import { quoted, type Row, type SourceTables, type Table } from './source-tables.js'

const BUSY_LIMIT = 5_000

/** Opens a file of SQLite for reading alone. The system it belongs to may go on writing. */
export const openSqliteTables = (file: string): SourceTables => {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (stat?.isDirectory() === true)
    throw new SourceError(`${file} is a folder.`, 'Give the path of the file itself with --from.')
  if (stat?.isFile() !== true)
    throw new SourceError(`There is no file ${file}.`, 'Check the path given with --from.')
  const database = explained(file, () => {
    const opened = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: BUSY_LIMIT })
    opened.defaultSafeIntegers(true)
    return opened
  })
  const all = (sql: string, values: readonly string[] = []): readonly Row[] =>
    explained(file, () => (database.prepare(sql).all(...values) as Record<string, unknown>[]).map(toRow))

  return {
    name: file,
    tables: async () =>
      new Map(
        all("select name from sqlite_master where type in ('table', 'view')").map(({ name }) => [
          name ?? '',
          toTable(name ?? '', all),
        ]),
      ),
    page: async ({ table, key, after, limit }) => {
      const behind = after === null ? '' : `where ${quoted(key)} > ?`
      const sql = `select * from ${quoted(table)} ${behind} order by ${quoted(key)} limit ${limit}`
      return all(sql, after === null ? [] : [after])
    },
    rowsWhere: async (table, column, values) => {
      if (values.length === 0) return []
      const places = values.map(() => '?').join(', ')
      return all(`select * from ${quoted(table)} where ${quoted(column)} in (${places})`, values)
    },
    count: async (table) => Number(all(`select count(*) as count from ${quoted(table)}`)[0]?.['count'] ?? 0),
    close: async () => {
      database.close()
    },
  }
}

const toTable = (name: string, all: (sql: string) => readonly Row[]): Table => {
  const columns = all(`pragma table_info(${quoted(name)})`)
  const keys = columns.filter(({ pk }) => pk !== '0')
  return {
    name,
    columns: columns.map((column) => column['name'] ?? ''),
    primaryKey: keys.length === 1 ? (keys[0]?.['name'] ?? undefined) : undefined,
    references: new Map(
      all(`pragma foreign_key_list(${quoted(name)})`).map((row) => [row['from'] ?? '', row['table'] ?? '']),
    ),
  }
}

const toRow = (row: Record<string, unknown>): Row =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, toText(cell)]))

const toText = (cell: unknown): string | null => {
  if (cell === null || cell === undefined) return null
  return Buffer.isBuffer(cell) ? cell.toString('utf8') : String(cell)
}

const PROBLEMS: Readonly<Record<string, readonly [problem: string, fix: string]>> = {
  SQLITE_NOTADB: [
    'is no SQLite database',
    'Give the file the old backend keeps its users in, such as db.sqlite3.',
  ],
  SQLITE_CORRUPT: ['is damaged', 'Make a copy with: sqlite3 old.sqlite3 ".recover" | sqlite3 copy.sqlite3'],
  SQLITE_BUSY: [
    'is locked by another process',
    'Stop what writes to it, or import a copy: sqlite3 db.sqlite3 ".backup copy.sqlite3"',
  ],
  SQLITE_CANTOPEN: [
    'cannot be opened',
    'Check who may read it and its folder. A copy has to take the files ending in -wal and -shm along.',
  ],
  SQLITE_READONLY: [
    'is in use, and its folder cannot be written to',
    'Import a copy: sqlite3 db.sqlite3 ".backup copy.sqlite3"',
  ],
}

/** @throws SourceError for what an operator can mend */
const explained = <Result>(file: string, work: () => Result): Result => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof SqliteDatabase.SqliteError)) throw error
    const code = Object.keys(PROBLEMS).find((known) => error.code.startsWith(known))
    const [problem, fix] = PROBLEMS[code ?? ''] ?? []
    if (problem === undefined || fix === undefined) throw error
    throw new SourceError(`The file ${file} ${problem}.`, fix)
  }
}
