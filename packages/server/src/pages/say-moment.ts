import { LOCALES, type Locale } from '../model/locale.js'
import { HOUR, MINUTE, type Millis, SECOND } from '../model/time.js'

const formats = Object.fromEntries(
  LOCALES.map((locale) => [
    locale,
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hour12: false,
      timeZone: 'UTC',
      timeZoneName: 'short',
    }),
  ]),
) as Readonly<Record<Locale, Intl.DateTimeFormat>>

/** `21 November 2026 at 16:24 UTC`. Without a script nobody knows where the reader is, so the zone is said. */
export const sayMoment = (moment: string, locale: Locale): string => formats[locale].format(new Date(moment))

/** `30 seconds`, `5 Minuten`: how long to wait, rounded up, so that it is long enough. */
export const sayDuration = (duration: Millis, locale: Locale): string => {
  const [unit, length] = unitFor(duration)
  const amount = Math.ceil(duration / length)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

const unitFor = (duration: Millis): readonly [unit: string, length: Millis] => {
  if (duration <= 90 * SECOND) return ['second', SECOND]
  return duration <= 90 * MINUTE ? ['minute', MINUTE] : ['hour', HOUR]
}
