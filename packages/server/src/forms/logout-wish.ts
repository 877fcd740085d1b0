import type { LogoutWish } from '../model/logout-wish.js'
import { MINUTE, type Millis } from '../model/time.js'
import type { Secrets } from '../ports/secrets.js'

const PURPOSE = 'logout-wish'
const PREFIX = 'lkeo_'
/** As long as somebody may look at the question. */
const LIFETIME = 30 * MINUTE

/** Sealed: between the endpoint and the page nobody changes where it leads, and no hint stands in an address. */
export const makeLogoutWish = (secrets: Pick<Secrets, 'seal'>, wish: LogoutWish, now: Millis): string =>
  PREFIX + secrets.seal(PURPOSE, JSON.stringify({ ...wish, expiresAt: now + LIFETIME }))

/** @returns undefined for what we did not seal, and for what has expired */
export const readLogoutWish = (
  secrets: Pick<Secrets, 'open'>,
  text: string,
  now: Millis,
): LogoutWish | undefined => {
  if (!text.startsWith(PREFIX)) return undefined
  try {
    const sealed = secrets.open(PURPOSE, text.slice(PREFIX.length))
    const { expiresAt, ...wish } = JSON.parse(sealed) as LogoutWish & { readonly expiresAt: Millis }
    return expiresAt > now ? wish : undefined
  } catch {
    return undefined
  }
}
