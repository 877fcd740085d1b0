import { DEFAULT_HASHING_COST, isAffordable } from '../model/hashing-cost.js'
import { isOnThisMachine } from '../model/is-open-to-others.js'
import { DEFAULT_PASSWORD_RULES, type PasswordRules } from '../model/password-rules.js'
import { checkApiKeys } from './check-api-keys.js'
import { checkBrowser } from './check-browser.js'
import { checkClient, checkScopes } from './check-clients.js'
import { checkDoors } from './check-doors.js'
import { checkDatabase, checkIssuer, checkSecrets } from './check-environment.js'
import { checkHooks } from './check-hooks.js'
import { checkLifetimes } from './check-lifetimes.js'
import { checkProviders } from './check-providers.js'
import { checkRoles } from './check-roles.js'
import { checkUnique } from './check-unique.js'
import { ConfigurationError, type ConfigurationProblem, type Report } from './configuration-error.js'
import type { LatchkeyOptions, PasswordOptions } from './options.js'
import { emptyProfileSchema, standardProfileSchema } from './profile-schema.js'
import { DEFAULT_SIGNING_ALGORITHM, type EventPushes, type Settings } from './settings.js'
import { checkShape } from './shape.js'

const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
/** As long as the browser door reads (two UTF-16 units a character). */
const LONGEST_PASSWORD = 1_000

/**
 * Options and environment → settings.
 *
 * @throws ConfigurationError listing everything that is wrong
 */
export const checkOptions = (
  options: LatchkeyOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Settings => {
  const problems: ConfigurationProblem[] = []
  const report: Report = (at, problem, fix) => problems.push({ at, problem, fix })

  if (!checkShape(options, report)) throw new ConfigurationError(problems)
  const issuer = checkIssuer(options.issuer ?? environment['LATCHKEY_ISSUER'], report)
  const secrets = checkSecrets(options.secrets ?? environment['LATCHKEY_SECRET']?.split(','), report)
  const database = checkDatabase(options.database ?? environment['LATCHKEY_DATABASE'], report)
  const scopes = checkScopes(options.scopes ?? [], report)
  const roles = checkRoles(options, report)
  const eventPushes = eventPushesOf(options, issuer)
  const clients = (options.clients ?? []).map((client, index) =>
    checkClient(client, `clients[${index}]`, { known: scopes, ...eventPushes }, report),
  )
  const isPublic = environment['NODE_ENV'] === 'production' && !isOnThisMachine(issuer)
  checkProviders(options.providers ?? [], { isPublic }, report)
  checkUnique(
    'clients',
    clients.map((client) => client.id),
    report,
  )
  const lifetimes = checkLifetimes(options.lifetimes ?? {}, report)
  const [firstAudience = issuer, ...otherAudiences] = options.audiences ?? []
  const audiences: Settings['audiences'] = [firstAudience, ...otherAudiences]

  const logLevel = options.logLevel ?? environment['LATCHKEY_LOG_LEVEL'] ?? 'info'
  if (!LOG_LEVELS.includes(logLevel)) {
    report('logLevel', `${JSON.stringify(logLevel)} is not a level`, `Write one of ${LOG_LEVELS.join(', ')}.`)
  }

  const browserDoor = checkBrowser(options, environment, issuer, report)
  const adminDoor = browserDoor?.browser.console !== undefined
  if (options.impersonation === true && (options.browser === undefined || options.admin === false))
    report(
      'impersonation',
      'there is no console from which anybody could be impersonated',
      'Configure browser and leave admin open, or take this out.',
    )
  if (options.tellImpersonated === true && options.impersonation !== true)
    report('tellImpersonated', 'nobody can be impersonated', 'Write impersonation: true, or take this out.')
  const hasBrowserDoor = options.browser !== undefined
  const apiKeys = checkApiKeys(options.apiKeys, { scopes, audiences, hasBrowserDoor }, report)
  const projectHooks = checkHooks(options.hooks ?? {}, report)
  const passwordRules = checkPasswordRules(options.passwords ?? {}, report)
  const trustedProxies = options.trustedProxies ?? 0
  if (!Number.isSafeInteger(trustedProxies) || trustedProxies < 0) {
    report(
      'trustedProxies',
      'it is not a number of proxies',
      'Write 0, or how many proxies of yours there are.',
    )
  }

  const given = {
    issuer,
    providers: options.providers ?? [],
    takesStored: adminDoor,
    pageOrigins: browserDoor?.browser.allowedOrigins,
    sessionLimit: lifetimes.sessionPolicy.absoluteLimit,
  }
  const doors = checkDoors(options.doors ?? [], given, report)

  if (problems.length > 0) throw new ConfigurationError(problems)
  return {
    issuer,
    secrets,
    database,
    audiences,
    scopes,
    roles,
    providers: options.providers ?? [],
    setProviders: { isPublic, allowPrivate: options.privateProviders ?? isOnThisMachine(issuer) },
    clients,
    ...lifetimes,
    signingAlgorithm: options.signingAlgorithm ?? DEFAULT_SIGNING_ALGORITHM,
    logLevel,
    browserDoor,
    adminDoor,
    impersonation: options.impersonation ?? false,
    tellImpersonated: options.tellImpersonated ?? false,
    passwordRules,
    apiKeys,
    breachList: options.passwords?.breachList,
    hashing: options.passwords?.hashing ?? {},
    profileSchema:
      options.profile === undefined ? emptyProfileSchema : standardProfileSchema(options.profile),
    projectHooks,
    eventPushes,
    trustedProxies,
    ...doors,
  }
}

/** How long passwords are, with every default filled in; what they cost to hash is looked at too. */
export const checkPasswordRules = (given: PasswordOptions, report: Report): PasswordRules => {
  const { minLength, maxLength } = { ...DEFAULT_PASSWORD_RULES, ...given }
  const fits =
    Number.isSafeInteger(minLength) && minLength >= 8 && Number.isSafeInteger(maxLength) && maxLength >= 64
  if (!fits || minLength > maxLength || maxLength > LONGEST_PASSWORD) {
    report(
      'passwords',
      `${minLength} to ${maxLength} characters is no range to choose a password from`,
      `NIST SP 800-63B wants 8 as the least, and 64 or more as the most. Up to ${LONGEST_PASSWORD} are possible here.`,
    )
  }
  checkHashing(given.hashing ?? {}, report)
  return { minLength, maxLength }
}

const checkHashing = (given: Hashing, report: Report): void => {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= LEAST_HASHING[name as keyof Hashing]))
      continue
    report(
      `passwords.hashing.${name}`,
      `${value} is not a whole number of at least ${LEAST_HASHING[name as keyof Hashing]}`,
      'Leave it out: the defaults are what OWASP gives as the least.',
    )
  }
  const { memoryKiB = DEFAULT_HASHING_COST.memoryKiB, iterations = DEFAULT_HASHING_COST.iterations } = given
  if (!isAffordable({ memoryKiB, iterations })) {
    report(
      'passwords.hashing',
      `${memoryKiB} KiB and ${iterations} iterations are more than a sign-in may cost`,
      'Use a gibibyte (1048576) at most, and the fewer iterations the more memory: together four gibibytes at most.',
    )
  }
}

type Hashing = NonNullable<PasswordOptions['hashing']>
/** RFC 9106 §3.1; anything near it is for tests. */
const LEAST_HASHING: Required<Hashing> = { memoryKiB: 8, iterations: 1, concurrency: 1 }

/** A server on this machine has its receivers there too. */
export const eventPushesOf = ({ events }: LatchkeyOptions, issuer: string): EventPushes => ({
  allowPrivate: events?.privateReceivers ?? isOnThisMachine(issuer),
})
