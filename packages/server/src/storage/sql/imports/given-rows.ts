import { type RawBuilder, sql } from 'kysely'
import type { Connection, Dialect } from '../database.js'
import { type Statement, statement } from '../statement.js'

/** What a column holds; both databases have to be told. */
export type ColumnKind = 'text' | 'number'
export type Columns = Readonly<Record<string, ColumnKind>>

/** Rows of these columns. */
export type GivenRow<Given extends Columns> = Readonly<
  Record<keyof Given, string | number | null | undefined>
>

/** A statement over as many rows as come, handed over as one parameter: JSON. */
export interface BulkStatement<Given extends Columns, Row> {
  readonly of: Readonly<Record<Dialect['name'], Statement<{ readonly rows: string }, Row>>>
  readonly given?: Given
}

/**
 * Writes a bulk statement.
 *
 * @param build is shown the rows as a table named `given`, to stand behind `from`
 */
export const bulkStatement = <Given extends Columns, Row = unknown>(
  columns: Given,
  build: (given: RawBuilder<unknown>) => RawBuilder<Row>,
): BulkStatement<Given, Row> => {
  const of = (name: Dialect['name']) =>
    statement((db, parameters: { readonly rows: string }) => ({
      compile: () => build(tableOf[name](columns, parameters.rows)).compile(db),
    }))
  return { of: { sqlite: of('sqlite'), postgres: of('postgres') } }
}

/** Runs it; with no rows there is nothing to run. */
export const runBulk = async <Given extends Columns, Row>(
  connection: Connection,
  { of }: BulkStatement<Given, Row>,
  rows: readonly GivenRow<Given>[],
): Promise<Row[]> =>
  rows.length === 0 ? [] : connection.run(of[connection.dialect.name], { rows: JSON.stringify(rows) })

/** How each database reads a table out of JSON. */
const tableOf: Readonly<Record<Dialect['name'], (columns: Columns, rows: string) => RawBuilder<unknown>>> = {
  sqlite: (columns, rows) => {
    const cells = Object.keys(columns).map((name) => `value ->> '$.${name}' as ${name}`)
    return sql`(select ${sql.raw(cells.join(', '))} from json_each(${rows})) as given`
  },
  postgres: (columns, rows) => {
    const cells = Object.entries(columns).map(
      ([name, kind]) => `${name} ${kind === 'text' ? 'text' : 'bigint'}`,
    )
    return sql`jsonb_to_recordset(cast(${rows} as jsonb)) as given(${sql.raw(cells.join(', '))})`
  },
}

/** All the rows, into the columns of the same names; what is there already stays. */
export const insertAll = <Given extends Columns>(
  table: string,
  columns: Given,
  conflict = 'on conflict do nothing',
): BulkStatement<Given, unknown> => {
  const names = sql.raw(Object.keys(columns).join(', '))
  // SQLite takes the `on` of a conflict for that of a join, unless there is a `where` before it.
  return bulkStatement(
    columns,
    (given) =>
      sql`insert into ${sql.raw(table)} (${names}) select ${names} from ${given} where true ${sql.raw(conflict)}`,
  )
}
