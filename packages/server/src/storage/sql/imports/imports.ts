import { sql } from 'kysely'
import type { ImportBatch, Imports } from '../../../ports/imports.js'
import type { Connection, Database } from '../database.js'
import { statement } from '../statement.js'
import { addAll } from './add.js'
import { endImports } from './end.js'
import { readImports } from './find.js'
import { holdImports } from './hold.js'
import { renewImports } from './renew.js'
import { roleImports } from './roles.js'
import { importSessions } from './sessions.js'

/** What no other import may begin to do meanwhile. */
const LOCK = 'import'

/** Thrown to have a transaction undone that was only tried. */
class Tried extends Error {
  constructor(readonly result: unknown) {
    super('this transaction was only tried')
  }
}

export const importsOn = (database: Database): Imports => ({
  alone: async (work) => {
    const release = await database.claim(LOCK)
    if (release === undefined) return 'busy'
    try {
      await work()
      return 'done'
    } finally {
      await release()
    }
  },

  batch: async <Result>(commit: boolean, work: (batch: ImportBatch) => Promise<Result>) => {
    const inTransaction = async (connection: Connection): Promise<Result> => {
      if (connection.dialect.name === 'postgres') await connection.run(preferIndexes, {})
      return work(batchIn(connection))
    }
    if (commit) return database.transaction(inTransaction)
    try {
      return await database.transaction(async (connection): Promise<never> => {
        throw new Tried(await inTransaction(connection))
      })
    } catch (error) {
      if (error instanceof Tried) return error.result as Result
      throw error
    }
  },
})

const batchIn = (connection: Connection): ImportBatch => ({
  ...readImports(connection),
  ...holdImports(connection),
  ...renewImports(connection),
  ...roleImports(connection),
  ...endImports(connection),
  ...importSessions(connection),
  add: (source, additions, now) => addAll(connection, source, additions, now),
})

/** What PostgreSQL plans while the tables are empty it keeps when they are large; read as a whole, each batch would take longer. */
const preferIndexes = statement((db) => ({ compile: () => sql`set local enable_seqscan = off`.compile(db) }))
