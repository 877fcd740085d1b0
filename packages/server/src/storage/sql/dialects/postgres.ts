import { AuthError } from '@latchkey/contract'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { SECOND } from '../../../model/time.js'
import type { Connection, Database, Dialect } from '../database.js'
import { bind, type CompiledStatement, compileStatement, type Statement } from '../statement.js'
import type { Tables } from '../tables.js'
import { claimOn } from './postgres-claim.js'
import { listenOn } from './postgres-listen.js'

const dialect: Dialect = { name: 'postgres', millisType: 'bigint', locksRows: true, hasSequences: true }

const compiler = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** How long what was read may be used again while other processes write: the storage's bound on staleness. */
const RECALL_LIMIT = 1 * SECOND
const CONNECT_LIMIT = 5 * SECOND
/** How often a transaction that gave way to another one is begun, in all. */
const MAX_ATTEMPTS = 5
const STATEMENT_LIMIT = 10 * SECOND

/** int8 arrives as text, for it may not fit a number; milliseconds do until the year 287396. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
}

/** How a PostgreSQL database is opened. */
export interface PostgresOptions {
  /** Connections to keep at most. Default: 10. */
  readonly poolSize?: number | undefined
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onIdleError: (error: Error) => void
}

/** Opens a pool on a PostgreSQL database. @param url `postgres://user:password@host:port/database` */
export const openPostgres = (url: string, options: PostgresOptions): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: CONNECT_LIMIT,
    statement_timeout: STATEMENT_LIMIT,
    application_name: 'latchkey',
    types,
  })
  pool.on('error', options.onIdleError)
  const compiled = compiledStatements()

  const connectionOn = (queryable: pg.Pool | pg.PoolClient): Connection => ({
    dialect,
    run: async <Parameters extends object, Row>(
      statement: Statement<Parameters, Row>,
      parameters: Parameters,
    ) => {
      const { name, ...text } = compiled(statement)
      const result = await queryable
        .query({ name, text: text.sql, values: bind(text, parameters) })
        .catch(refuseWhenUnavailable)
      return result.rows as Row[]
    },
  })

  const attempt: Database['transaction'] = async (work) => {
    const client = await pool.connect().catch(refuseWhenUnavailable)
    const afterCommit: (() => void)[] = []
    let broken: unknown
    // The pool listens to idle connections only: one that breaks here between two statements would end the process.
    const onBroken = (error: Error): void => {
      broken = error
    }
    client.on('error', onBroken)
    try {
      // Stated, for a database may have another default: the stores look again after a conflict and must see what won.
      await client.query('BEGIN ISOLATION LEVEL READ COMMITTED')
      const result = await work({
        ...connectionOn(client),
        afterCommit: (action) => afterCommit.push(action),
      })
      await client.query('COMMIT')
      for (const action of afterCommit) action()
      return result
    } catch (error) {
      await client.query('ROLLBACK').catch((reason: unknown) => {
        broken = reason
      })
      return refuseWhenUnavailable(error)
    } finally {
      client.off('error', onBroken)
      client.release(broken !== undefined)
    }
  }

  return {
    ...connectionOn(pool),
    transaction: async (work) => {
      for (let again = 1; again < MAX_ATTEMPTS; again += 1) {
        try {
          return await attempt(work)
        } catch (error) {
          if (!gaveWay(error)) throw error
        }
      }
      return attempt(work).catch((error: unknown) => {
        if (gaveWay(error))
          throw new AuthError('storage_unavailable', { detail: 'gave way too often', cause: error })
        throw error
      })
    },
    epoch: () => Math.floor(performance.now() / RECALL_LIMIT),
    claim: (name) => claimOn(url, name).catch(refuseWhenUnavailable),
    listen: (channel, wake) => listenOn(url, channel, wake),
    close: () => pool.end(),
  }
}

/** Each statement is compiled once, and prepared by name once a connection. */
const compiledStatements = () => {
  const known = new Map<unknown, CompiledStatement & { readonly name: string }>()
  return <Parameters extends object, Row>(statement: Statement<Parameters, Row>) => {
    const found = known.get(statement)
    if (found !== undefined) return found
    const entry = { ...compileStatement(statement, compiler), name: `latchkey_${known.size}` }
    known.set(statement, entry)
    return entry
  }
}

// 40001 serialization failure, 40P01 deadlock detected: rolled back so that another transaction could go on.
// 23505 unique violation: another transaction took in the same moment what this one had seen to be free.
const GAVE_WAY = new Set(['40001', '40P01', '23505'])
const gaveWay = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code !== undefined && GAVE_WAY.has(error.code)

// Class 08 connection exception, 53 insufficient resources, 57 operator intervention (PostgreSQL, appendix A).
const UNAVAILABLE_SQLSTATE = /^(08|53|57)/
const UNAVAILABLE_ERRNO = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
])

const refuseWhenUnavailable = (error: unknown): never => {
  if (!(error instanceof Error) || error instanceof AuthError) throw error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const lost =
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
      error.message,
    )
  if (lost || UNAVAILABLE_SQLSTATE.test(code) || UNAVAILABLE_ERRNO.has(code)) {
    throw new AuthError('storage_unavailable', { detail: code || error.message, cause: error })
  }
  throw error
}
