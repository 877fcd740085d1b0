import type { KnownDevice } from '../model/known-device.js'
import type { Millis } from '../model/time.js'
import type { Secrets } from '../ports/secrets.js'

const PURPOSE = 'device'
const NAME_BYTES = 16
// lkdv_ 32 hex digits that name the browser _ when the password became what it is . MAC over both and the account
const SHAPE = /^lkdv_([0-9a-f]{32})_([0-9]{1,16})\.([A-Za-z0-9_-]{43})$/

const macInput = ({ name, passwordChangedAt }: KnownDevice, addressKey: string): string =>
  `${name}.${passwordChangedAt}.${addressKey}`

/**
 * Marks a browser that has signed in to an account. It opens nothing: a browser that has one is counted by itself, so that
 * strangers who guess the password cannot slow down its owner (OWASP: device cookies).
 */
export const makeDeviceCookie = (
  secrets: Secrets,
  account: { readonly addressKey: string; readonly passwordChangedAt: Millis },
): string => {
  const { addressKey, passwordChangedAt } = account
  const name = secrets.randomHex(NAME_BYTES)
  const mac = secrets.mac(PURPOSE, macInput({ name, passwordChangedAt }, addressKey))
  return `lkdv_${name}_${passwordChangedAt}.${mac}`
}

/**
 * The browser, if it has signed in to this account, under whatever password: no database is asked, so that who is refused at the
 * counters is refused as fast whether there is an account or not.
 */
export const readDeviceCookie = (
  secrets: Secrets,
  text: string | undefined,
  addressKey: string,
): KnownDevice | undefined => {
  const [, name, changedAt, mac] = SHAPE.exec(text ?? '') ?? []
  if (name === undefined || changedAt === undefined || mac === undefined) return undefined
  const device = { name, passwordChangedAt: Number(changedAt) }
  return secrets.macMatches(PURPOSE, macInput(device, addressKey), mac) ? device : undefined
}
