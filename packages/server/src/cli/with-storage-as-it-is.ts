import { existsSync } from 'node:fs'
import type { DatabaseSettings } from '../ports/storage.js'
import { openStorage } from '../storage/sql/open-database.js'
import type { Storage } from '../storage/sql/open-storage.js'
import { CommandError } from './command-error.js'
import { explainDatabaseFailure } from './explain-database-failure.js'
import { quiet } from './with-storage.js'

/** Opens a database for a look at it, does the work and closes it again. Its schema is left as it is. */
export const withStorageAsItIs = async <Result>(
  database: DatabaseSettings,
  work: (storage: Storage) => Promise<Result>,
): Promise<Result> => {
  if (database.kind === 'sqlite' && !existsSync(database.file))
    throw new CommandError(
      `There is no database ${database.file}.`,
      'Run this in the folder of the server, or set LATCHKEY_DATABASE.',
    )
  try {
    const storage = openStorage(database, quiet)
    try {
      const { due, isTooNew } = await storage.inspectSchema()
      if (due.length > 0)
        throw new CommandError('The database is of an earlier Latchkey.', 'Run: latchkey migrate')
      if (isTooNew)
        throw new CommandError(
          'The database is of a newer Latchkey.',
          'Run the newer Latchkey that wrote it.',
        )
      return await work(storage)
    } finally {
      await storage.close()
    }
  } catch (error) {
    throw explainDatabaseFailure(error, database) ?? error
  }
}
