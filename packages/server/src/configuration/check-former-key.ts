import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { DAY, type Millis } from '../model/time.js'
import type { Report } from './configuration-error.js'
import type { FormerKeyOptions } from './doors.js'

/** The key of a former backend, and until when what it signed is accepted. */
export interface FormerKeySettings {
  readonly key: KeyObject
  /** The only algorithm that is accepted. */
  readonly algorithm: string
  readonly until: Millis
}

/** Options → the key of a former backend. */
export const checkFormerKey = (
  former: FormerKeyOptions | undefined,
  report: Report,
): FormerKeySettings | undefined => {
  if (former === undefined) return undefined
  const { algorithm = 'HS256' } = former
  const key = readKey(former, algorithm, report)
  const until = readLastMoment(former.until)
  if (until === undefined) {
    report(
      'former.until',
      `${JSON.stringify(former.until.slice(0, 40))} is no day`,
      'Write the day on which the last of the old tokens has ended, such as 2027-01-31.',
    )
  }
  return key === undefined || until === undefined ? undefined : { key, algorithm, until }
}

/** Django's own have fifty characters. */
const SHORTEST_SECRET = 16

const readKey = (
  { key = '' }: FormerKeyOptions,
  algorithm: string,
  report: Report,
): KeyObject | undefined => {
  const isSecret = algorithm.startsWith('HS')
  // Whoever can read a public key could sign with it (RFC 8725 §2.1).
  if (isSecret && key.includes('-----BEGIN'))
    report(
      'former.key',
      `it is a key in PEM, and ${algorithm} signs with a secret`,
      "Say with which algorithm the old backend signed: algorithm: 'RS256', for example.",
    )
  else if (isSecret && key.length < SHORTEST_SECRET)
    report(
      'former.key',
      key === '' ? 'it is missing' : 'it is too short to be one',
      'Give the SECRET_KEY or SIGNING_KEY of the old backend from the environment: former: { key: process.env.OLD_SECRET_KEY, … }.',
    )
  else if (isSecret) return createSecretKey(Buffer.from(key))
  else return readPublicKey(key, report)
  return undefined
}

const readPublicKey = (key: string, report: Report): KeyObject | undefined => {
  try {
    return createPublicKey(key)
  } catch {
    report(
      'former.key',
      'it is no public key in PEM',
      'Give what stands between BEGIN PUBLIC KEY and END PUBLIC KEY, these lines included.',
    )
    return undefined
  }
}

const DAY_ONLY = /^\d{4}-\d\d-\d\d$/

/** The end of the last day; a moment is itself. Undefined for what is neither, the thirtieth of February too. */
const readLastMoment = (text: string): Millis | undefined => {
  const moment = Date.parse(text)
  if (Number.isNaN(moment)) return undefined
  if (!DAY_ONLY.test(text)) return moment
  return new Date(moment).toISOString().startsWith(text) ? moment + DAY : undefined
}
