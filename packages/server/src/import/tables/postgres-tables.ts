import pg from 'pg'
import { SourceError } from '../source.js'
import { quoted, type Row, type SourceTables, type Table } from './source-tables.js'

const CONNECT_LIMIT = 5_000
/** A page of a table that somebody else holds back. */
const QUERY_LIMIT = 60_000

/** Everything as PostgreSQL writes it. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (text: string) => text }

/** Opens a database of PostgreSQL for reading alone. All of it is read as it was in one moment. */
export const openPostgresTables = async (url: string): Promise<SourceTables> => {
  if (!URL.canParse(url))
    throw new SourceError(
      'The address of the PostgreSQL database is not understood.',
      'Write it as postgres://user:password@host:port/database, with special characters percent-encoded.',
    )
  const { hostname, port, pathname } = new URL(url)
  const name = `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}${pathname}`
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_LIMIT,
    statement_timeout: QUERY_LIMIT,
    application_name: 'latchkey import',
    types: asText,
  })
  // The query that meets it tells.
  client.on('error', () => {})
  const all = async (sql: string, values: readonly string[] = []): Promise<readonly Row[]> => {
    const { rows } = await client.query<Row>(sql, [...values]).catch(explain(name))
    return rows
  }
  await client.connect().catch(explain(name))
  try {
    await all("set time zone 'UTC'")
    await all("set datestyle to 'ISO'")
    await all('begin isolation level repeatable read read only')
  } catch (error) {
    await client.end()
    throw error
  }

  return {
    name,
    tables: async () => toTables(await all(SELECT_COLUMNS), await all(SELECT_KEYS)),
    page: ({ table, key, after, limit }) => {
      const behind = after === null ? '' : `where ${quoted(key)} > $1`
      const sql = `select * from ${quoted(table)} ${behind} order by ${quoted(key)} limit ${limit}`
      return all(sql, after === null ? [] : [after])
    },
    rowsWhere: async (table, column, values) => {
      if (values.length === 0) return []
      const places = values.map((_, index) => `$${index + 1}`).join(', ')
      return all(`select * from ${quoted(table)} where ${quoted(column)} in (${places})`, values)
    },
    count: async (table) =>
      Number((await all(`select count(*) as count from ${quoted(table)}`))[0]?.['count'] ?? 0),
    close: () => client.end(),
  }
}

const SELECT_COLUMNS = `
  select relation.relname as "table", attname as "column"
  from pg_attribute join pg_class as relation on relation.oid = attrelid
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
    and attnum > 0 and not attisdropped
  order by relation.relname, attnum`

const SELECT_KEYS = `
  select relation.relname as "table", contype as type, attname as "column", target.relname as target
  from pg_constraint join pg_class as relation on relation.oid = conrelid
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    left join pg_class as target on target.oid = confrelid
  where relation.relnamespace = current_schema()::regnamespace
    and contype in ('p', 'f') and array_length(conkey, 1) = 1`

const toTables = (columns: readonly Row[], keys: readonly Row[]): ReadonlyMap<string, Table> => {
  const tables = new Map<string, Table>()
  for (const name of new Set(columns.map(({ table }) => table ?? ''))) {
    const own = keys.filter(({ table }) => table === name)
    tables.set(name, {
      name,
      columns: columns.filter(({ table }) => table === name).map(({ column }) => column ?? ''),
      primaryKey: own.find(({ type }) => type === 'p')?.['column'] ?? undefined,
      references: new Map(
        own.filter(({ type }) => type === 'f').map(({ column, target }) => [column ?? '', target ?? '']),
      ),
    })
  }
  return tables
}

const UNREACHABLE = /^(?:ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOENT|57P|08|53)/
const LOST = /Connection terminated|timeout expired|does not support SSL/

/** @throws SourceError for what an operator can mend */
const explain =
  (name: string) =>
  (error: unknown): never => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const message = error instanceof Error ? error.message : ''
    if (UNREACHABLE.test(code) || LOST.test(message))
      throw new SourceError(
        `${name} cannot be reached.`,
        'Start it, or correct host and port in --from; then run the same command again.',
      )
    if (code.startsWith('28'))
      throw new SourceError(
        `${name} does not let this user in.`,
        'Correct user and password in --from, with special characters percent-encoded.',
      )
    if (code === '3D000')
      throw new SourceError(`${name} is no database there.`, 'Correct its name in --from.')
    if (code === '42501')
      throw new SourceError(
        `${name} does not let this user read its tables.`,
        `Grant it: grant select on all tables in schema public to …;`,
      )
    throw error
  }
