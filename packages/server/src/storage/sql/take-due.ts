import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Millis } from '../../model/time.js'
import type { Connection } from './database.js'
import { type Statement, statement } from './statement.js'
import type { Tables } from './tables.js'

/** Where rows say that somebody works on them. */
interface Turn<Table extends keyof Tables> {
  readonly table: Table
  /** How often it was taken. */
  readonly count: keyof Tables[Table] & string
  /** Until when nobody else takes the row. */
  readonly until: keyof Tables[Table] & string
}

/** Takes rows that are due, each by one process for some time. */
export type TakeDue<Row, Given> = (connection: Connection, given: Given) => Promise<readonly Row[]>

/**
 * @param due the ids of what is due, as many as are wanted, in the order in which they are taken
 */
export const takeDue = <Given extends { readonly until: Millis }, Table extends keyof Tables>(
  turn: Turn<Table>,
  due: (db: Kysely<Tables>, given: Given) => SelectQueryBuilder<Tables, Table, { readonly id: string }>,
): TakeDue<Tables[Table], Given> => {
  // In a table of its own, so that it is chosen once: as a subquery PostgreSQL may run it again and find others.
  const taking = (given: Given, chosen: ReturnType<typeof due>) => sql<Tables[Table]>`
    with due as ${chosen} update ${sql.table(turn.table)}
      set ${sql.ref(turn.count)} = ${sql.ref(turn.count)} + 1, ${sql.ref(turn.until)} = ${given.until}
      where id in (select due.id from due) returning *`
  const take: Statement<Given, Tables[Table]> = statement((db, given: Given) => ({
    compile: () => taking(given, due(db, given)).compile(db),
  }))
  /** What another process is taking in this moment is passed over. */
  const takeSkippingLocked: Statement<Given, Tables[Table]> = statement((db, given: Given) => ({
    compile: () => taking(given, due(db, given).forUpdate().skipLocked()).compile(db),
  }))
  return (connection, given) =>
    connection.run(connection.dialect.locksRows ? takeSkippingLocked : take, given)
}
