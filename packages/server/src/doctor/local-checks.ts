import { existsSync } from 'node:fs'
import { checkCommandOptions, checkRootSecrets } from '../configuration/check-command-options.js'
import { ConfigurationError } from '../configuration/configuration-error.js'
import type { LatchkeyOptions } from '../configuration/options.js'
import type { Settings } from '../configuration/settings.js'
import { systemClock } from '../outbound/system-clock.js'
import type { Log } from '../ports/log.js'
import type { DatabaseSettings } from '../ports/storage.js'
import { openStorage } from '../storage/sql/open-database.js'
import { checkDatabase } from './check-database.js'
import { checkMail } from './check-mail.js'
import { checkProviders } from './check-providers.js'
import { checkSecrets } from './check-secrets.js'
import { checkSigningKeys } from './check-signing-keys.js'
import { checkStoredProviders, type OpenStored } from './check-stored-providers.js'
import { type Finding, findingsOf } from './finding.js'
import type { ReadyCheck } from './run-checks.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What the machine of the server is looked at with. */
export interface LocalSurroundings {
  readonly options: LatchkeyOptions
  readonly environment: Environment
  /** Undefined when the configuration is wrong: then what hangs on the whole of it is left out. */
  readonly settings: Settings | undefined
  /** Opens what operators set, as a server with these settings would. */
  readonly openStored: (settings: Settings) => OpenStored
  readonly testRecipient: string | undefined
  /** Why a database cannot be used, in words. */
  readonly explainFailure: (
    failure: unknown,
    database: DatabaseSettings,
  ) => { readonly message: string; readonly fix: string } | undefined
}

/** What stands behind a configuration: database, secrets, keys, mail, providers. */
export const localChecks = (surroundings: LocalSurroundings): readonly ReadyCheck[] => {
  const { settings, testRecipient } = surroundings
  const mail = settings?.browserDoor?.mail
  return [
    { name: 'database', run: () => checkStored(surroundings) },
    ...(mail === undefined ? [] : [{ name: 'mail', run: () => checkMail(mail, testRecipient) }]),
    ...(settings === undefined
      ? []
      : [
          {
            name: 'providers',
            run: () => checkProviders(settings.providers, settings.browserDoor?.browser.home),
          },
          { name: 'providers', run: () => checkSet(surroundings, settings) },
        ]),
  ]
}

const { warning, error } = findingsOf('database')
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** What is in the database, and whether the secret opens it. */
const checkStored = async (surroundings: LocalSurroundings): Promise<readonly Finding[]> => {
  const { options, environment, explainFailure } = surroundings
  const database = orNothing(() => checkCommandOptions(options, environment).database)
  if (database === undefined) return []
  if (database.kind === 'sqlite' && !existsSync(database.file))
    return [
      warning(`there is no ${database.file} yet`, 'The first start makes it; or correct LATCHKEY_DATABASE.'),
    ]
  try {
    const storage = openStorage(database, quiet)
    try {
      const findings = await checkDatabase(storage, () => systemClock.now())
      const { due, isTooNew } = await storage.inspectSchema()
      if (due.length > 0 || isTooNew) return findings
      const keys = await storage.signingKeys.list()
      const now = systemClock.now()
      const secrets = orNothing(() => checkRootSecrets(options, environment))
      return [
        ...findings,
        ...(secrets === undefined ? [] : checkSecrets(secrets, keys, now)),
        ...checkSigningKeys(keys, now),
      ]
    } finally {
      await storage.close()
    }
  } catch (failure) {
    const explained = explainFailure(failure, database)
    if (explained === undefined) throw failure
    return [error(explained.message, explained.fix)]
  }
}

/** The providers in the database. What is wrong with the database is told by its own check. */
const checkSet = async (
  { openStored, explainFailure }: LocalSurroundings,
  settings: Settings,
): Promise<readonly Finding[]> => {
  const { database } = settings
  if (database.kind === 'sqlite' && !existsSync(database.file)) return []
  const storage = openStorage(database, quiet)
  try {
    const { due, isTooNew } = await storage.inspectSchema()
    if (due.length > 0 || isTooNew) return []
    return await checkStoredProviders(await storage.storedProviders.list(), {
      open: openStored(settings),
      configured: settings.providers.map(({ id }) => id),
      home: settings.browserDoor?.browser.home,
    })
  } catch (failure) {
    if (explainFailure(failure, database) === undefined) throw failure
    return []
  } finally {
    await storage.close()
  }
}

/** What is wrong with an option is told by the check of the configuration. */
const orNothing = <Read>(read: () => Read): Read | undefined => {
  try {
    return read()
  } catch (failure) {
    if (failure instanceof ConfigurationError) return undefined
    throw failure
  }
}
