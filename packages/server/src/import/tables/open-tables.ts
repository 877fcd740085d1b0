import { SourceError } from '../source.js'
import { openPostgresTables } from './postgres-tables.js'
import type { SourceTables } from './source-tables.js'
import { openSqliteTables } from './sqlite-tables.js'

/** Opens the database a source is in: `postgres://…`, or a SQLite file. */
export const openTables = async (from: string): Promise<SourceTables> => {
  if (/^postgres(?:ql)?:\/\//.test(from)) return openPostgresTables(from)
  if (from === '-')
    throw new SourceError(
      'A database cannot come by standard input.',
      'Give its file or its URL with --from.',
    )
  if (/^[a-z][a-z0-9+]*:\/\//i.test(from) && !from.startsWith('file://'))
    throw new SourceError(
      'Only databases of SQLite and PostgreSQL can be read.',
      'Give a file, or postgres://…; from others, export to CSV or NDJSON.',
    )
  return openSqliteTables(from.replace(/^sqlite:(?:\/\/(?=\/))?/, ''))
}
