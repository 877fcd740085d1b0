import type { ApiKeySettings } from '../model/api-key.js'
import { DAY, type Millis } from '../model/time.js'
import type { Report } from './configuration-error.js'
import type { ApiKeyOptions } from './options.js'
import { STANDARD_SCOPES } from './settings.js'

/** What of the other options API keys hang on. */
export interface GivenToApiKeys {
  readonly scopes: readonly string[]
  readonly audiences: readonly [string, ...string[]]
  readonly hasBrowserDoor: boolean
}

const DEFAULT_MOST = 25
const MOST = 1_000
const DEFAULT_LIFETIME: Millis = 90 * DAY
const DEFAULT_LONGEST: Millis = 365 * DAY
/** A key that nobody would live to renew is one without an end. */
const LONGEST: Millis = 10 * 365 * DAY

/** Options → which API keys there may be; undefined when there are none. */
export const checkApiKeys = (
  options: ApiKeyOptions | undefined,
  given: GivenToApiKeys,
  report: Report,
): ApiKeySettings | undefined => {
  if (options === undefined) return undefined
  if (!given.hasBrowserDoor) {
    report(
      'apiKeys',
      'people make keys at the browser door, which is shut',
      'Set browser, or leave apiKeys out.',
    )
  }
  checkKeyScopes(options.scopes, given.scopes, report)
  const { maxPerUser = DEFAULT_MOST, maxLifetime = DEFAULT_LONGEST, carriesRoles = false } = options
  const { defaultLifetime = Math.min(DEFAULT_LIFETIME, maxLifetime) } = options
  if (!Number.isSafeInteger(maxPerUser) || maxPerUser < 1 || maxPerUser > MOST) {
    report(
      'apiKeys.maxPerUser',
      `${maxPerUser} is not between 1 and ${MOST}`,
      'Leave it out, or give a small number.',
    )
  }
  checkKeyLifetime('maxLifetime', maxLifetime, report)
  checkKeyLifetime('defaultLifetime', defaultLifetime, report)
  if (defaultLifetime > maxLifetime) {
    report(
      'apiKeys.defaultLifetime',
      'a key would live longer than any may',
      'Keep defaultLifetime ≤ maxLifetime.',
    )
  }
  const [first = given.audiences[0], ...others] = checkKeyAudiences(options.audiences, given, report)
  return {
    scopes: [...new Set(options.scopes)],
    audiences: [first, ...others],
    mostPerUser: maxPerUser,
    defaultLifetime,
    longestLifetime: maxLifetime,
    carriesRoles,
  }
}

const checkKeyScopes = (scopes: readonly string[], known: readonly string[], report: Report): void => {
  const standard: readonly string[] = STANDARD_SCOPES
  for (const scope of scopes) {
    if (standard.includes(scope))
      report(
        'apiKeys.scopes',
        `${scope} says what a client learns of a person; a key opens no userinfo`,
        'Take it out: a key is for the scopes of your APIs.',
      )
    else if (!known.includes(scope))
      report(
        'apiKeys.scopes',
        `${scope} is not a scope of this server`,
        'Add it to scopes, or take it out here.',
      )
  }
}

const checkKeyAudiences = (
  wanted: readonly string[] | undefined,
  { audiences }: GivenToApiKeys,
  report: Report,
): readonly string[] => {
  if (wanted === undefined) return audiences
  if (wanted.length === 0)
    report('apiKeys.audiences', 'it names no API', 'Name one of audiences, or leave it out.')
  for (const audience of wanted) {
    if (!audiences.includes(audience))
      report(
        'apiKeys.audiences',
        `${JSON.stringify(audience)} is not one of the audiences of this server`,
        'Add it to audiences, or take it out here.',
      )
  }
  return [...new Set(wanted)]
}

const checkKeyLifetime = (
  name: 'maxLifetime' | 'defaultLifetime',
  lifetime: Millis,
  report: Report,
): void => {
  if (Number.isSafeInteger(lifetime) && lifetime >= DAY && lifetime <= LONGEST) return
  report(
    `apiKeys.${name}`,
    `${lifetime} is not between a day and ten years`,
    'Give milliseconds: 90 * 24 * 60 * 60 * 1_000 are 90 days.',
  )
}
