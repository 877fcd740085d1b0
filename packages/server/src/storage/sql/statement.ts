import type { Compilable, Kysely } from 'kysely'
import type { Tables } from './tables.js'

/** A query that is written once, compiled once a database, and run with parameters. */
export interface Statement<Parameters, Row> {
  readonly build: (db: Kysely<Tables>, parameters: Parameters) => Compilable<Row>
}

/** SQL text, and for each of its placeholders the name of the parameter that goes there or a constant. */
export interface CompiledStatement {
  readonly sql: string
  readonly bindings: readonly (ParameterName | { readonly constant: unknown })[]
}

class ParameterName {
  constructor(readonly name: string) {}
}

/**
 * Writes a statement. The callback runs once and sees the names of the parameters, not their values:
 * it can place them, and must not look at them.
 *
 * @example statement((db, given: { id: UserId }) => db.selectFrom('users').selectAll().where('id', '=', given.id))
 */
export const statement = <Parameters extends object, Row>(
  build: Statement<Parameters, Row>['build'],
): Statement<Parameters, Row> => ({ build })

/** @param compiler a Kysely with the right dialect; it needs no connection */
export const compileStatement = <Parameters extends object, Row>(
  { build }: Statement<Parameters, Row>,
  compiler: Kysely<Tables>,
): CompiledStatement => {
  const names = new Proxy({}, { get: (_, name) => new ParameterName(String(name)) }) as Parameters
  const { sql, parameters } = build(compiler, names).compile()
  return {
    sql,
    bindings: parameters.map((value) => (value instanceof ParameterName ? value : { constant: value })),
  }
}

/** The values for the placeholders of a compiled statement, in order. */
export const bind = ({ bindings }: CompiledStatement, parameters: object): unknown[] =>
  bindings.map((binding) =>
    binding instanceof ParameterName
      ? (parameters as Record<string, unknown>)[binding.name]
      : binding.constant,
  )
