import type { Client } from '../model/client.js'
import type { Roles } from '../model/roles.js'
import type { SigningAlgorithm } from '../ports/signing-keys.js'
import type { DatabaseSettings } from '../ports/storage.js'
import { checkClient, checkScopes } from './check-clients.js'
import { checkDatabase, checkIssuer, checkSecrets } from './check-environment.js'
import { checkRoles } from './check-roles.js'
import { ConfigurationError, type ConfigurationProblem, type Report } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'
import { DEVELOPMENT_SECRET_FILE } from './other-secret.js'
import { DEFAULT_SIGNING_ALGORITHM } from './settings.js'
import { checkShape } from './shape.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What a command that works on the database goes by. Whether anybody could be served is not its business. */
export interface CommandSettings {
  readonly database: DatabaseSettings
  readonly scopes: readonly string[]
  /** Those of the configuration. */
  readonly clients: readonly Client[]
  readonly roles: Roles
  readonly signingAlgorithm: SigningAlgorithm
}

/** Options and environment → settings of a command. @throws ConfigurationError listing everything that is wrong with them */
export const checkCommandOptions = (options: LatchkeyOptions, environment: Environment): CommandSettings => {
  const problems: ConfigurationProblem[] = []
  const report: Report = (at, problem, fix) => problems.push({ at, problem, fix })
  if (!checkShape(options, report)) throw new ConfigurationError(problems)
  const scopes = checkScopes(options.scopes ?? [], report)
  const settings: CommandSettings = {
    database: checkDatabase(options.database ?? environment['LATCHKEY_DATABASE'], report),
    scopes,
    // Where the server runs, the environment has secrets that are not here.
    clients: (options.clients ?? []).map((client) =>
      checkClient(client, 'clients', { known: scopes, allowPrivate: true }, () => {}),
    ),
    roles: checkRoles(options, report),
    signingAlgorithm: options.signingAlgorithm ?? DEFAULT_SIGNING_ALGORITHM,
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return settings
}

/** The root secrets, for commands that seal or open. @throws ConfigurationError when there is none, or one that is too short */
export const checkRootSecrets = (
  options: LatchkeyOptions,
  environment: Environment,
): readonly [string, ...string[]] => {
  const problems: ConfigurationProblem[] = []
  const fix =
    'Set LATCHKEY_SECRET to the one the server runs with. ' +
    `\`latchkey dev\` keeps its own: LATCHKEY_SECRET=$(cat ${DEVELOPMENT_SECRET_FILE})`
  const secrets = checkSecrets(options.secrets ?? environment['LATCHKEY_SECRET']?.split(','), (at, problem) =>
    problems.push({ at, problem, fix }),
  )
  if (problems.length > 0) throw new ConfigurationError(problems)
  return secrets
}

/** For whom sessions are that a command opens. @throws ConfigurationError when neither audiences nor an issuer say it */
export const checkFirstAudience = (options: LatchkeyOptions, environment: Environment): string => {
  const [audience] = options.audiences ?? []
  if (audience !== undefined) return audience
  const problems: ConfigurationProblem[] = []
  const issuer = checkIssuer(options.issuer ?? environment['LATCHKEY_ISSUER'], (at, problem, fix) =>
    problems.push({ at, problem, fix }),
  )
  if (problems.length > 0) throw new ConfigurationError(problems)
  return issuer
}
