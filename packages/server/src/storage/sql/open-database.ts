import type { Log } from '../../ports/log.js'
import type { DatabaseSettings } from '../../ports/storage.js'
import { openPostgres } from './dialects/postgres.js'
import { openSqlite } from './dialects/sqlite.js'
import { type Storage, storageOn } from './open-storage.js'

/** Opens the stores over the database the settings name. The schema may still have to be migrated. */
export const openStorage = (settings: DatabaseSettings, log: Log): Storage => {
  switch (settings.kind) {
    case 'sqlite':
      return storageOn(openSqlite(settings.file))
    case 'postgres':
      return storageOn(
        openPostgres(settings.url, {
          onIdleError: (error) =>
            log.warn('a database connection broke while idle', { detail: error.message }),
        }),
      )
  }
}
