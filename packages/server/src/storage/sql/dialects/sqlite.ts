import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Database, Dialect, TransactionConnection } from '../database.js'
import { bind, type CompiledStatement, compileStatement, type Statement } from '../statement.js'
import type { Tables } from '../tables.js'
import { claimFile } from './sqlite-claim.js'
import { SqliteReadQueue } from './sqlite-read-queue.js'
import { SqliteWriteQueue } from './sqlite-write-queue.js'

const dialect: Dialect = { name: 'sqlite', millisType: 'integer', locksRows: false, hasSequences: false }

const compiler = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** One statement, prepared on the connection that will run it. */
interface Prepared extends CompiledStatement {
  readonly native: SqliteDatabase.Statement
}

/**
 * Opens a SQLite file, making it and its folder when they are not there. One connection writes, another reads what has been
 * committed; a commit is on the disk before it is acknowledged (`synchronous=FULL`).
 */
export const openSqlite = (file: string): Database => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  // Addresses and names are nobody's business on a shared machine. SQLite gives its side files the mode of this one.
  closeSync(openSync(file, 'a', 0o600))
  const writer = connect(file)
  writer.pragma('journal_mode = WAL')
  const reader = connect(file)
  reader.pragma('query_only = ON')
  // The queue waits for the lock itself, without holding up the event loop.
  writer.pragma('busy_timeout = 0')

  const writes = new SqliteWriteQueue(writer)
  const reads = new SqliteReadQueue(reader)
  const dataVersion = writer.prepare('PRAGMA data_version').pluck()
  const onWriter = preparedOn(writer)
  const onReader = preparedOn(reader)

  const watches = new Set<() => void>()
  return {
    dialect,
    run: async (statement, parameters) => {
      const prepared = onReader(statement)
      if (prepared.native.readonly) return reads.add(() => execute(prepared, parameters))
      return writes.add(() => execute(onWriter(statement), parameters), false)
    },
    transaction: async (work) => {
      const afterCommit: (() => void)[] = []
      const connection: TransactionConnection = {
        dialect,
        run: async (statement, parameters) => execute(onWriter(statement), parameters),
        afterCommit: (action) => afterCommit.push(action),
      }
      const result = await writes.add(() => work(connection), true)
      for (const action of afterCommit) action()
      return result
    },
    // Changes when another connection has committed; what this process writes goes through the writer and does not count.
    epoch: oncePerTurn(() => Number(dataVersion.get())),
    listen: async (_channel, wake) => {
      const stop = watch(reader, wake)
      watches.add(stop)
      return async () => {
        watches.delete(stop)
        stop()
      }
    },
    claim: async (name) => claimFile(`${file}-${name}`),
    close: async () => {
      await writes.idle()
      reads.flush()
      for (const stop of watches) stop()
      reader.close()
      writer.pragma('wal_checkpoint(TRUNCATE)')
      writer.close()
    },
  }
}

/** How often a file is asked whether somebody has written: nobody tells. */
const WATCH_PAUSE = 100

/** Wakes when anybody, this process too, has committed something of any kind. */
const watch = (reader: SqliteDatabase.Database, wake: () => void): (() => void) => {
  const version = reader.prepare('PRAGMA data_version').pluck()
  let seen: unknown
  const timer = setInterval(() => {
    const now = version.get()
    if (now === seen) return
    seen = now
    wake()
  }, WATCH_PAUSE)
  timer.unref()
  return () => clearInterval(timer)
}

/** Asks once in a turn of the event loop, whoever else wants to know in the same turn: asking takes system calls. */
const oncePerTurn = (ask: () => number): (() => number) => {
  let answer: number | undefined
  const forget = (): void => {
    answer = undefined
  }
  return () => {
    if (answer === undefined) {
      answer = ask()
      setImmediate(forget)
    }
    return answer
  }
}

const connect = (file: string): SqliteDatabase.Database => {
  const connection = new SqliteDatabase(file)
  connection.pragma('busy_timeout = 5000')
  connection.pragma('synchronous = FULL')
  connection.pragma('foreign_keys = ON')
  return connection
}

const preparedOn = (connection: SqliteDatabase.Database) => {
  const known = new Map<unknown, Prepared>()
  return <Parameters extends object, Row>(statement: Statement<Parameters, Row>): Prepared => {
    const found = known.get(statement)
    if (found !== undefined) return found
    const compiled = compileStatement(statement, compiler)
    const prepared = { ...compiled, native: connection.prepare(compiled.sql) }
    known.set(statement, prepared)
    return prepared
  }
}

const execute = <Row>(prepared: Prepared, parameters: object): Row[] => {
  const values = bind(prepared, parameters)
  if (prepared.native.reader) return prepared.native.all(values) as Row[]
  prepared.native.run(values)
  return []
}
