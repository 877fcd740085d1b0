import { LOCALES, type Locale } from '../model/locale.js'

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
