import type { Millis } from '../model/time.js'
import type { Secrets } from '../ports/secrets.js'

const PURPOSE = 'device'
const NAME_BYTES = 16
// lkdv_ 32 hex digits that name the browser . MAC over the name and the account
const SHAPE = /^lkdv_([0-9a-f]{32})\.([A-Za-z0-9_-]{43})$/

/** What a browser is known to: an account, for as long as its password stands. */
export interface KnownTo {
  readonly addressKey: string
  /** Who knew the password before this one has no easier time to guess it. */
  readonly passwordChangedAt: Millis
}

const macInput = (name: string, { addressKey, passwordChangedAt }: KnownTo): string =>
  `${name}.${passwordChangedAt}.${addressKey}`

/**
 * Marks a browser that has signed in to an account. It opens nothing: a browser that has one is counted by itself, so that
 * strangers who guess the password cannot slow down its owner (OWASP: device cookies).
 */
export const makeDeviceCookie = (secrets: Secrets, account: KnownTo): string => {
  const name = secrets.randomHex(NAME_BYTES)
  return `lkdv_${name}.${secrets.mac(PURPOSE, macInput(name, account))}`
}

/** The name of the browser, if it has signed in to the account under its present password. */
export const readDeviceCookie = (
  secrets: Secrets,
  text: string | undefined,
  account: KnownTo,
): string | undefined => {
  const [, name, mac] = SHAPE.exec(text ?? '') ?? []
  if (name === undefined || mac === undefined) return undefined
  return secrets.macMatches(PURPOSE, macInput(name, account), mac) ? name : undefined
}
