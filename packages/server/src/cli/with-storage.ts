import { checkOptions } from '../configuration/check-options.js'
import type { Settings } from '../configuration/settings.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { systemClock } from '../outbound/system-clock.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Secrets } from '../ports/secrets.js'
import { openStorage } from '../storage/sql/open-database.js'
import type { Storage } from '../storage/sql/open-storage.js'
import { loadConfig } from './load-config.js'

/** What a command that works on the database is given. */
export interface CommandDeps {
  readonly settings: Settings
  readonly storage: Storage
  readonly secrets: Secrets
  readonly clock: Clock
  /** The names of the migrations that opening the database applied. */
  readonly migrated: readonly string[]
}

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Opens the configured database, brings its schema up to date, does the work and closes it again. */
export const withStorage = async (
  config: string | undefined,
  work: (deps: CommandDeps) => Promise<void>,
): Promise<void> => {
  const settings = checkOptions(await loadConfig(config), process.env)
  const storage = openStorage(settings.database, quiet)
  try {
    const migrated = await storage.migrate(systemClock.now())
    await work({ settings, storage, secrets: nodeSecrets(settings.secrets), clock: systemClock, migrated })
  } finally {
    await storage.close()
  }
}
