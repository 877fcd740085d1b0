const DAY_MS = 24 * 60 * 60_000

const ofThisWeek = { weekday: 'long', hour: 'numeric', minute: '2-digit' } as const
const ofOtherDays = { dateStyle: 'medium', timeStyle: 'short' } as const

/**
 * `Saturday 3:54 PM`, or with the date once a weekday would not say which week.
 *
 * @param moment of the server's (ISO 8601)
 * @param now in milliseconds since the epoch
 * @param timeZone default: the one of the person
 */
export function dayAndTime(moment: string, now: number, timeZone?: string): string {
  const at = new Date(moment)
  const style = Math.abs(now - at.getTime()) < 6 * DAY_MS ? ofThisWeek : ofOtherDays
  return new Intl.DateTimeFormat('en', { ...style, ...(timeZone && { timeZone }) }).format(at)
}
