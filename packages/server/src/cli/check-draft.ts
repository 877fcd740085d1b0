import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checkDatabase as readDatabase } from '../configuration/check-environment.js'
import { checkConfiguration } from '../doctor/check-configuration.js'
import type { Finding } from '../doctor/finding.js'
import { localChecks } from '../doctor/local-checks.js'
import { runChecks } from '../doctor/run-checks.js'
import { PROVIDERS } from '../init/answers.js'
import { explainDatabaseFailure } from './explain-database-failure.js'
import { loadConfig } from './load-config.js'
import { openStored } from './open-stored.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What `latchkey dev` says by itself, so that its absence is no mistake here. */
const SAID_BY_DEV: Environment = {
  LATCHKEY_ISSUER: 'http://localhost:4000',
  LATCHKEY_SMTP: 'smtp://localhost:1025',
  ...Object.fromEntries(
    PROVIDERS.flatMap((name) => [
      [`AUTH_${name.toUpperCase()}_ID`, 'of-the-twin'],
      [`AUTH_${name.toUpperCase()}_SECRET`, 'of-the-twin'],
    ]),
  ),
}

/** This package itself, for a configuration in a folder where it is not installed yet. */
const SERVER = fileURLToPath(new URL('../index.js', import.meta.url))

/** Loads a configuration as `latchkey dev` would, and looks at it and at the database it names, where that is a file that is there. */
export const checkDraft = async (file: string, said: Environment): Promise<readonly Finding[]> => {
  const environment = { ...SAID_BY_DEV, ...withValues(said), ...withValues(process.env) }
  const options = await inEnvironment(environment, () =>
    loadConfig(file, { aliases: { '@latchkey/server': SERVER }, isDraft: true }),
  )
  const { findings, settings } = checkConfiguration(options, environment)
  const database = readDatabase(environment['LATCHKEY_DATABASE'], () => {})
  if (database.kind !== 'sqlite' || !existsSync(database.file)) return findings
  const stored = localChecks({
    options,
    environment,
    settings,
    testRecipient: undefined,
    explainFailure: explainDatabaseFailure,
    openStored,
  }).filter(({ name }) => name === 'database')
  return [...findings, ...(await runChecks(stored))]
}

const withValues = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value))

/** A configuration reads the environment while it is loaded. */
const inEnvironment = async <Result>(
  environment: Environment,
  work: () => Promise<Result>,
): Promise<Result> => {
  const before = { ...process.env }
  Object.assign(process.env, environment)
  try {
    return await work()
  } finally {
    for (const name of Object.keys(environment)) {
      const value = before[name]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
