import type { Locale } from '../model/locale.js'
import { HOUR, MINUTE, type Millis, SECOND } from '../model/time.js'

/** `30 seconds`, `5 Minuten`: how long to wait, rounded up, so that it is long enough. */
export const sayWait = (duration: Millis, locale: Locale): string => {
  const [unit, length] = unitFor(duration)
  const amount = Math.ceil(duration / length)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

const unitFor = (duration: Millis): readonly [unit: string, length: Millis] => {
  if (duration <= 90 * SECOND) return ['second', SECOND]
  return duration <= 90 * MINUTE ? ['minute', MINUTE] : ['hour', HOUR]
}
