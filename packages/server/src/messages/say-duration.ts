import type { Locale } from '../model/locale.js'
import { DAY, HOUR, MINUTE, type Millis } from '../model/time.js'

/** `30 minutes`, `24 heures`, `3 Tage`: in the largest unit that says it whole; part of a minute is not promised. */
export const sayDuration = (duration: Millis, locale: Locale): string => {
  const { unit, length } =
    units.find((unit) => duration >= unit.from && duration % unit.length === 0) ?? MINUTES
  const amount = Math.floor(duration / length)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

const MINUTES = { unit: 'minute', length: MINUTE, from: 0 }
/** People say 24 hours and 48 hours, but 3 days. */
const units = [
  { unit: 'day', length: DAY, from: 3 * DAY },
  { unit: 'hour', length: HOUR, from: HOUR },
  MINUTES,
]
