import type { SessionPolicy } from '../model/session.js'
import type { DatabaseSettings } from '../ports/storage.js'
import { checkDatabase, checkIssuer } from './check-environment.js'
import { checkLifetimes } from './check-lifetimes.js'
import { ConfigurationError, type ConfigurationProblem, type Report } from './configuration-error.js'
import type { LatchkeyOptions } from './options.js'
import { checkShape } from './shape.js'

/** What a token of this server is judged by. */
export interface ExplainSettings {
  readonly issuer: string
  readonly audiences: readonly [string, ...string[]]
  readonly database: DatabaseSettings
  readonly sessionPolicy: SessionPolicy
}

/** The issuer that is configured, if any is. */
export const configuredIssuer = (
  options: LatchkeyOptions,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined => options.issuer ?? environment['LATCHKEY_ISSUER']

/** Options and environment → what tokens are judged by. @throws ConfigurationError listing everything that is wrong with them */
export const checkExplainOptions = (
  options: LatchkeyOptions,
  environment: Readonly<Record<string, string | undefined>>,
): ExplainSettings => {
  const problems: ConfigurationProblem[] = []
  const report: Report = (at, problem, fix) => problems.push({ at, problem, fix })
  if (!checkShape(options, report)) throw new ConfigurationError(problems)
  const issuer = checkIssuer(configuredIssuer(options, environment), report)
  const [first = issuer, ...others] = options.audiences ?? []
  const settings: ExplainSettings = {
    issuer,
    audiences: [first, ...others],
    database: checkDatabase(options.database ?? environment['LATCHKEY_DATABASE'], report),
    sessionPolicy: checkLifetimes(options.lifetimes ?? {}, report).sessionPolicy,
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return settings
}
