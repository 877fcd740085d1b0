import { type Millis, SECOND } from './time.js'

/** RFC 9110 §5.6.7: the form that is written today, and two that are read still. */
const DATES = [
  /^[A-Z][a-z]{2}, (?<day>\d\d) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{5,8}, (?<day>\d\d)-(?<month>[A-Z][a-z]{2})-(?<year>\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[\d ]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
]

/** `Retry-After: 120`, or the moment itself (RFC 9110 §10.2.3) → when that is; undefined for anything else. */
export const readRetryAfter = (text: string | undefined, now: Millis): Millis | undefined => {
  if (text === undefined) return undefined
  if (/^\d{1,10}$/.test(text)) return now + Number(text) * SECOND
  const parts = DATES.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined)
  if (parts === undefined) return undefined
  const { day = '', month = '', year = '', time = '' } = parts
  const moment = Date.parse(`${day.trim()} ${month} ${year.padStart(4, '20')} ${time} GMT`)
  return Number.isNaN(moment) ? undefined : moment
}
