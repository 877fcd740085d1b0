import { createHash } from 'node:crypto'
import { FIRST_PARTY_PASSWORD_GRANT, GRANTS, type Grant } from '@latchkey/contract'
import { BROWSER_CLIENT, type Client } from '../model/client.js'
import { DEFAULT_PASSWORD_RULES, type PasswordRules } from '../model/password-rules.js'
import { isScopeToken } from '../model/scope.js'
import { DAY, MINUTE, SECOND } from '../model/time.js'
import { checkBrowser } from './check-browser.js'
import { checkDatabase, checkIssuer, checkSecrets } from './check-environment.js'
import { checkProviders } from './check-providers.js'
import { checkUnique } from './check-unique.js'
import { ConfigurationError, type ConfigurationProblem, type Report } from './configuration-error.js'
import type { ClientOptions, LatchkeyOptions, PasswordOptions } from './options.js'
import { emptyProfileSchema, standardProfileSchema } from './profile-schema.js'
import { type Settings, STANDARD_SCOPES } from './settings.js'
import { checkShape } from './shape.js'

const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
const ID_SHAPE = /^[\x21-\x7e]{1,128}$/
const MIN_SECRET_LENGTH = 32
/** As long as the browser door reads (two UTF-16 units a character). */
const LONGEST_PASSWORD = 1_000
/** RFC 6749 appendix A.2: VSCHAR. */
const SECRET_SHAPE = /^[\x20-\x7e]{1,512}$/

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
  const clients = (options.clients ?? []).map((client, index) =>
    checkClient(client, `clients[${index}]`, scopes, report),
  )
  checkProviders(options.providers ?? [], report)
  checkUnique(
    'clients',
    clients.map((client) => client.id),
    report,
  )
  const lifetimes = checkLifetimes(options.lifetimes ?? {}, report)
  const [firstAudience = issuer, ...otherAudiences] = options.audiences ?? []

  const logLevel = options.logLevel ?? environment['LATCHKEY_LOG_LEVEL'] ?? 'info'
  if (!LOG_LEVELS.includes(logLevel)) {
    report('logLevel', `${JSON.stringify(logLevel)} is not a level`, `Write one of ${LOG_LEVELS.join(', ')}.`)
  }

  const browserDoor = checkBrowser(options, environment, issuer, report)
  const passwordRules = checkPasswordRules(options.passwords ?? {}, report)
  const trustedProxies = options.trustedProxies ?? 0
  if (!Number.isSafeInteger(trustedProxies) || trustedProxies < 0) {
    report(
      'trustedProxies',
      'it is not a number of proxies',
      'Write 0, or how many proxies of yours there are.',
    )
  }

  if (problems.length > 0) throw new ConfigurationError(problems)
  return {
    issuer,
    secrets,
    database,
    audiences: [firstAudience, ...otherAudiences],
    scopes,
    providers: options.providers ?? [],
    clients,
    ...lifetimes,
    signingAlgorithm: options.signingAlgorithm ?? 'ES256',
    logLevel,
    browserDoor,
    passwordRules,
    breachList: options.passwords?.breachList,
    hashing: options.passwords?.hashing ?? {},
    profileSchema:
      options.profile === undefined ? emptyProfileSchema : standardProfileSchema(options.profile),
    trustedProxies,
  }
}

const checkPasswordRules = (given: PasswordOptions, report: Report): PasswordRules => {
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
  for (const [name, value] of Object.entries(given.hashing ?? {})) {
    if (value === undefined || (Number.isSafeInteger(value) && value >= LEAST_HASHING[name as keyof Hashing]))
      continue
    report(
      `passwords.hashing.${name}`,
      `${value} is not a whole number of at least ${LEAST_HASHING[name as keyof Hashing]}`,
      'Leave it out: the defaults are what OWASP gives as the least.',
    )
  }
  return { minLength, maxLength }
}

type Hashing = NonNullable<PasswordOptions['hashing']>
/** RFC 9106 §3.1; anything near it is for tests. */
const LEAST_HASHING: Required<Hashing> = { memoryKiB: 8, iterations: 1, concurrency: 1 }

const checkScopes = (scopes: readonly string[], report: Report): readonly string[] => {
  scopes.forEach((scope, index) => {
    if (isScopeToken(scope)) return
    report(
      `scopes[${index}]`,
      `${JSON.stringify(scope)} is not a scope`,
      'Use printable characters without spaces or quotes, such as todos:read.',
    )
  })
  return [...new Set([...STANDARD_SCOPES, ...scopes])]
}

const checkClient = (client: ClientOptions, at: string, known: readonly string[], report: Report): Client => {
  if (!ID_SHAPE.test(client.id)) {
    report(
      `${at}.id`,
      'it must be 1 to 128 printable characters without spaces',
      'Choose a short name, such as web.',
    )
  }
  if (client.id === BROWSER_CLIENT) {
    report(
      `${at}.id`,
      `${BROWSER_CLIENT} is what sessions held as cookies are called`,
      'Choose another name.',
    )
  }
  for (const scope of client.scopes ?? []) {
    if (!known.includes(scope))
      report(
        `${at}.scopes`,
        `${scope} is not a scope of this server`,
        `Add it to scopes, or take it out here.`,
      )
  }
  return {
    id: client.id,
    type: client.type,
    secretHashes: client.type === 'confidential' ? checkClientSecrets(client, at, report) : [],
    grants: grantsOf(client),
    scopes: client.scopes ?? known,
  }
}

/** Only who is told to may see passwords (RFC 9700 §2.4). */
const grantsOf = (client: ClientOptions): readonly Grant[] => {
  const mayTakePasswords = client.type === 'confidential' && client.passwordSignIn === true
  return GRANTS.filter((grant) => grant !== FIRST_PARTY_PASSWORD_GRANT || mayTakePasswords)
}

const checkClientSecrets = (
  client: ClientOptions & { type: 'confidential' },
  at: string,
  report: Report,
): readonly string[] => {
  const given: readonly (readonly [string, string | undefined])[] = [
    ['secret', client.secret],
    ...(client.previousSecret === undefined ? [] : [['previousSecret', client.previousSecret] as const]),
  ]
  return given.flatMap(([name, secret]) => {
    const problem = problemWithSecret(secret)
    if (problem === undefined)
      return [
        createHash('sha256')
          .update(secret ?? '')
          .digest('base64url'),
      ]
    report(
      `${at}.${name}`,
      problem,
      'Make one with `openssl rand -hex 32` and give it through the environment.',
    )
    return []
  })
}

const problemWithSecret = (secret: string | undefined): string | undefined => {
  if (secret === undefined || secret === '') return 'it is missing'
  if (secret.length < MIN_SECRET_LENGTH) return `it is shorter than ${MIN_SECRET_LENGTH} characters`
  return SECRET_SHAPE.test(secret)
    ? undefined
    : 'it has characters that are not printable ASCII, or more than 512 of them'
}

const checkLifetimes = (lifetimes: NonNullable<LatchkeyOptions['lifetimes']>, report: Report) => {
  const accessToken = lifetimes.accessToken ?? 10 * MINUTE
  const idleLimit = lifetimes.sessionIdle ?? 14 * DAY
  const absoluteLimit = lifetimes.session ?? 90 * DAY
  const unremembered = lifetimes.unremembered ?? 1 * DAY
  const refreshGrace = lifetimes.refreshGrace ?? 30 * SECOND
  for (const [name, value] of Object.entries({
    accessToken,
    sessionIdle: idleLimit,
    session: absoluteLimit,
    unremembered,
  })) {
    if (!Number.isSafeInteger(value) || value < SECOND)
      report(
        `lifetimes.${name}`,
        `${value} is not a whole number of milliseconds, at least a second`,
        'Give milliseconds, for example 10 * 60_000.',
      )
  }
  if (!(Number.isSafeInteger(refreshGrace) && refreshGrace >= 0 && refreshGrace <= 5 * MINUTE)) {
    report(
      'lifetimes.refreshGrace',
      `${refreshGrace} is not between 0 and 5 minutes`,
      'Give milliseconds; 30_000 suits most.',
    )
  }
  if (accessToken > idleLimit || idleLimit > absoluteLimit) {
    report(
      'lifetimes',
      'an access token must not outlive an idle session, nor an idle session a whole one',
      'Keep accessToken ≤ sessionIdle ≤ session.',
    )
  }
  if ((lifetimes.unremembered ?? 0) > absoluteLimit) {
    report(
      'lifetimes.unremembered',
      'a session that is not remembered must not outlive one that is',
      'Keep unremembered ≤ session.',
    )
  }
  return {
    accessTokenLifetime: accessToken,
    sessionPolicy: { idleLimit, absoluteLimit, refreshGrace },
    unrememberedLimit: Math.min(unremembered, absoluteLimit),
  }
}
