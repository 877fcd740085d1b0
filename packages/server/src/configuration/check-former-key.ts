import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { Millis } from '../model/time.js'
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
  const key = readKey(former, algorithm)
  if (key === undefined) {
    report(
      'former.key',
      algorithm.startsWith('HS') ? 'it is missing' : 'it is no public key in PEM',
      algorithm.startsWith('HS')
        ? 'Give the SECRET_KEY or SIGNING_KEY of the old backend from the environment: former: { key: process.env.OLD_SECRET_KEY, … }.'
        : 'Give what stands between BEGIN PUBLIC KEY and END PUBLIC KEY, these lines included.',
    )
  }
  const until = Date.parse(former.until)
  if (Number.isNaN(until)) {
    report(
      'former.until',
      `${JSON.stringify(former.until.slice(0, 40))} is no day`,
      'Write the day on which the last of the old tokens has ended, such as 2027-01-31.',
    )
  }
  return key && { key, algorithm, until }
}

const readKey = ({ key }: FormerKeyOptions, algorithm: string): KeyObject | undefined => {
  if (key === undefined || key === '') return undefined
  if (algorithm.startsWith('HS')) return createSecretKey(Buffer.from(key))
  try {
    return createPublicKey(key)
  } catch {
    return undefined
  }
}
