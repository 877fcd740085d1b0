import type { ApiKeySettings } from '../model/api-key.js'
import type { SessionPolicy } from '../model/session.js'
import type { DatabaseSettings } from '../ports/storage.js'
import { checkApiKeys } from './check-api-keys.js'
import { checkScopes } from './check-clients.js'
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
  readonly apiKeys: ApiKeySettings | undefined
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
  const audiences = [first, ...others] as const
  const settings: ExplainSettings = {
    issuer,
    audiences,
    database: checkDatabase(options.database ?? environment['LATCHKEY_DATABASE'], report),
    sessionPolicy: checkLifetimes(options.lifetimes ?? {}, report).sessionPolicy,
    apiKeys: checkApiKeys(
      options.apiKeys,
      {
        scopes: checkScopes(options.scopes ?? [], report),
        audiences,
        hasBrowserDoor: options.browser !== undefined,
      },
      report,
    ),
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  return settings
}
