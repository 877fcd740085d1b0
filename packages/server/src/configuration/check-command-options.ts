import type { Client } from '../model/client.js'
import type { PasswordRules } from '../model/password-rules.js'
import type { Roles } from '../model/roles.js'
import type { SessionPolicy } from '../model/session.js'
import type { BreachList } from '../ports/breach-list.js'
import type { ProfileSchema } from '../ports/profile-schema.js'
import type { SigningAlgorithm } from '../ports/signing-keys.js'
import type { DatabaseSettings } from '../ports/storage.js'
import type { Provider } from '../sign-in/social/provider.js'
import { checkBrowser } from './check-browser.js'
import { checkClient, checkScopes } from './check-clients.js'
import { checkDatabase, checkIssuer, checkSecrets } from './check-environment.js'
import { checkLifetimes } from './check-lifetimes.js'
import { checkPasswordRules, eventPushesOf } from './check-options.js'
import { checkRoles } from './check-roles.js'
import { ConfigurationError, type ConfigurationProblem, type Report } from './configuration-error.js'
import type { LatchkeyOptions, PasswordOptions } from './options.js'
import { DEVELOPMENT_SECRET_FILE } from './other-secret.js'
import { emptyProfileSchema, standardProfileSchema } from './profile-schema.js'
import { DEFAULT_SIGNING_ALGORITHM, type EventPushes } from './settings.js'
import { checkShape } from './shape.js'

type Environment = Readonly<Record<string, string | undefined>>

/** What a command that works on the database goes by. Whether anybody could be served is not its business. */
export interface CommandSettings {
  readonly database: DatabaseSettings
  readonly scopes: readonly string[]
  /** Those of the configuration. */
  readonly clients: readonly Client[]
  readonly roles: Roles
  readonly providers: readonly Provider[]
  readonly sessionPolicy: SessionPolicy
  readonly passwordRules: PasswordRules
  readonly breachList: BreachList | undefined
  readonly hashing: NonNullable<PasswordOptions['hashing']>
  readonly profileSchema: ProfileSchema
  /** The name people know the product by. */
  readonly service: string
  readonly signingAlgorithm: SigningAlgorithm
  readonly eventPushes: EventPushes
  /** Whether a server with this configuration writes to people: only one with a browser door has pages to lead them to. */
  readonly sendsMail: boolean
}

/** Options and environment → settings of a command. @throws ConfigurationError listing everything that is wrong with them */
export const checkCommandOptions = (options: LatchkeyOptions, environment: Environment): CommandSettings => {
  const problems: ConfigurationProblem[] = []
  const report: Report = (at, problem, fix) => problems.push({ at, problem, fix })
  if (!checkShape(options, report)) throw new ConfigurationError(problems)
  const database = checkDatabase(options.database ?? environment['LATCHKEY_DATABASE'], report)
  const scopes = checkScopes(options.scopes ?? [], report)
  const settings: CommandSettings = {
    database,
    scopes,
    // Where the server runs, the environment has secrets that are not here.
    clients: (options.clients ?? []).map((client) =>
      checkClient(client, 'clients', { known: scopes, allowPrivate: true }, () => {}),
    ),
    roles: checkRoles(options, report),
    providers: options.providers ?? [],
    sessionPolicy: checkLifetimes(options.lifetimes ?? {}, report).sessionPolicy,
    passwordRules: checkPasswordRules(options.passwords ?? {}, report),
    breachList: options.passwords?.breachList,
    hashing: options.passwords?.hashing ?? {},
    profileSchema:
      options.profile === undefined ? emptyProfileSchema : standardProfileSchema(options.profile),
    service: serviceOf(options, environment),
    signingAlgorithm: options.signingAlgorithm ?? DEFAULT_SIGNING_ALGORITHM,
    eventPushes: eventPushesOf(options, options.issuer ?? environment['LATCHKEY_ISSUER'] ?? ''),
    sendsMail: options.browser !== undefined,
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return settings
}

/** As the server calls itself, as far as that can be known here. */
const serviceOf = (options: LatchkeyOptions, environment: Environment): string => {
  const issuer = options.issuer ?? environment['LATCHKEY_ISSUER'] ?? ''
  return checkBrowser(options, environment, issuer, () => {})?.service ?? options.service ?? issuer
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
