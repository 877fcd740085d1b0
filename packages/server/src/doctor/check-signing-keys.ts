import { signingNow } from '../model/signing-schedule.js'
import { DAY, type Millis, toMoment } from '../model/time.js'
import type { SigningKey } from '../ports/signing-keys.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning } = findingsOf('signing keys')

const DUE = 180 * DAY

/** Whether the signing key should be rotated. */
export const checkSigningKeys = (keys: readonly SigningKey[], now: Millis): readonly Finding[] => {
  const signing = signingNow(keys, now)
  if (signing === undefined) return [ok('there is none yet: the first start makes one')]
  const days = Math.floor((now - signing.signsFrom) / DAY)
  const next = keys.find(({ signsFrom }) => signsFrom > now)
  if (next !== undefined) return [ok(`the next key signs from ${toMoment(next.signsFrom)}`)]
  return now - signing.signsFrom > DUE
    ? [
        warning(
          `the same key has signed for ${days} days`,
          'Run latchkey keys rotate. Nobody is signed out by it.',
        ),
      ]
    : [ok(`the newest has signed for ${days} days, with ${signing.algorithm}`)]
}
