import { randomBytes } from 'node:crypto'
import {
  type CommandSettings,
  checkCommandOptions,
  checkFirstAudience,
  checkRootSecrets,
} from '../configuration/check-command-options.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import { systemClock } from '../outbound/system-clock.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Secrets } from '../ports/secrets.js'
import { openStorage } from '../storage/sql/open-database.js'
import type { Storage } from '../storage/sql/open-storage.js'
import { explainDatabaseFailure } from './explain-database-failure.js'
import { loadConfig } from './load-config.js'

/** What a command that works on the database is given. */
export interface CommandDeps {
  readonly settings: CommandSettings
  readonly storage: Storage
  /** For commands that seal or open something. @throws ConfigurationError when there is no root secret */
  readonly openSecrets: () => Secrets
  /** For what is drawn and hashed, without a root secret: nobody could open what is sealed with these. */
  readonly passingSecrets: Secrets
  /** For commands that open sessions. @throws ConfigurationError when nothing says for which API they are */
  readonly firstAudience: () => string
  readonly clock: Clock
  /** The names of the migrations that opening the database applied. */
  readonly migrated: readonly string[]
}

const ROOT_BYTES = 32

/** A command says itself what there is to say. */
export const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Opens the configured database, brings its schema up to date, does the work and closes it again. */
export const withStorage = async (
  config: string | undefined,
  work: (deps: CommandDeps) => Promise<void>,
): Promise<void> => {
  const options = await loadConfig(config)
  const settings = checkCommandOptions(options, process.env)
  const openSecrets = () => nodeSecrets(checkRootSecrets(options, process.env))
  const firstAudience = () => checkFirstAudience(options, process.env)
  try {
    const storage = openStorage(settings.database, quiet)
    try {
      const migrated = await storage.migrate(systemClock.now())
      const passingSecrets = nodeSecrets([randomBytes(ROOT_BYTES).toString('hex')])
      const clock = systemClock
      await work({ settings, storage, openSecrets, passingSecrets, firstAudience, clock, migrated })
    } finally {
      await storage.close()
    }
  } catch (error) {
    throw explainDatabaseFailure(error, settings.database) ?? error
  }
}
