const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const format = new Intl.RelativeTimeFormat('en')

/**
 * `5 minutes ago`. The clocks of server and browser need not agree to the second, so a moment that seems to lie ahead is now.
 *
 * @param moment of the server's (ISO 8601)
 * @param now in milliseconds since the epoch
 */
export function howLongAgo(moment: string, now: number): string {
  const passed = now - Date.parse(moment)
  if (passed < MINUTE) return 'just now'
  if (passed < HOUR) return format.format(-Math.floor(passed / MINUTE), 'minute')
  if (passed < DAY) return format.format(-Math.floor(passed / HOUR), 'hour')
  return format.format(-Math.floor(passed / DAY), 'day')
}
