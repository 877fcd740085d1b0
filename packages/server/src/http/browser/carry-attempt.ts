import type { CarriedAttempt } from '../../model/sign-in-attempt.js'
import { SECOND } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { CookieWriter } from './cookies.js'

/** What a browser is told to keep of a sign-in that it has just begun, and to drop of those that are too many. */
export const carryAttempt = (
  { cookies, clock }: { readonly cookies: CookieWriter; readonly clock: Clock },
  { cookie, expiresAt, superfluous }: CarriedAttempt,
): readonly string[] => [
  ...superfluous.map((name) => cookies.clearAttempt(name)),
  cookies.setAttempt(cookie, Math.floor((expiresAt - clock.now()) / SECOND)),
]
