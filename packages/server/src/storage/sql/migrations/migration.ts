import type { Dialect } from '../database.js'

/** One numbered step of the schema, forward only. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly statements: (dialect: Dialect) => readonly string[]
}
