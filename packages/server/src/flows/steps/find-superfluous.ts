import { readAttemptCookie, readNonceCookie } from '../../forms/attempt-cookie.js'
import type { AttemptCookie } from '../../model/sign-in-attempt.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'

/** So many tabs may be signing in at once; cookies of more would crowd out the session's. */
const MOST_ATTEMPTS = 4
/**
 * So much may all of them weigh: `returnTo` may be long, and a browser whose cookies are too many for a server (16 KiB of headers
 * is a usual limit) reaches it no more at all.
 */
const MOST_CHARACTERS = 7_000

/** Of the sign-ins a browser has under way: those that can lead nowhere, and the oldest ones beyond those that may stay. */
export const findSuperfluous = (
  { secrets, clock }: { readonly secrets: Secrets; readonly clock: Clock },
  attempts: readonly AttemptCookie[],
  fresh: AttemptCookie,
): readonly string[] => {
  const now = clock.now()
  const opened = attempts.map((cookie) => ({
    ...cookie,
    begunAt: (readAttemptCookie(secrets, cookie.value, now) ?? readNonceCookie(secrets, cookie.value, now))
      ?.begunAt,
  }))
  let characters = fresh.value.length
  return opened
    .toSorted((a, b) => (b.begunAt ?? 0) - (a.begunAt ?? 0))
    .filter(({ begunAt, value }, index) => {
      characters += value.length
      return begunAt === undefined || index >= MOST_ATTEMPTS - 1 || characters > MOST_CHARACTERS
    })
    .map(({ name }) => name)
}
