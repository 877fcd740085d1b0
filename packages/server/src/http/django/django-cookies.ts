import { parseCookies } from '@latchkey/guard'
import { DAY, type Millis, SECOND } from '../../model/time.js'

const SESSION = 'sessionid'
const CSRF = 'csrftoken'
/** Django's, of 52 weeks. */
const CSRF_LIFETIME = 364 * DAY
/** How Python writes the first second there is. */
const LONG_OVER = 'Thu, 01 Jan 1970 00:00:00 GMT'

/** What a browser sent. Several of a name when a neighbouring host has planted one beside ours. */
export interface DjangoCookies {
  readonly sessionKeys: readonly string[]
  readonly csrfTokens: readonly string[]
}

export const readDjangoCookies = (request: Request): DjangoCookies => {
  const pairs = parseCookies(request.headers.get('cookie'))
  const named = (wanted: string) => pairs.filter(({ name }) => name === wanted).map(({ value }) => value)
  return { sessionKeys: named(SESSION), csrfTokens: named(CSRF) }
}

/**
 * The two cookies as Django sets them: the names are those that frontends and their scripts know, so neither can begin with `__Host-`.
 *
 * @param isSecure over https each is `Secure` too
 */
export const djangoCookies = ({
  isSecure,
  lifetime,
}: {
  readonly isSecure: boolean
  readonly lifetime: Millis
}) => {
  const place = `Path=/; SameSite=Lax${isSecure ? '; Secure' : ''}`
  const until = (now: Millis, age: Millis): string => new Date(now + age).toUTCString()
  const seconds = (age: Millis): number => Math.floor(age / SECOND)
  return {
    setSession: (sessionKey: string, now: Millis): string =>
      `${SESSION}=${sessionKey}; expires=${until(now, lifetime)}; HttpOnly; Max-Age=${seconds(lifetime)}; ${place}`,
    clearSession: (): string => `${SESSION}=""; expires=${LONG_OVER}; Max-Age=0; ${place}`,
    /** Read by the page, which sends it back as a header. */
    setCsrf: (token: string, now: Millis): string =>
      `${CSRF}=${token}; expires=${until(now, CSRF_LIFETIME)}; Max-Age=${seconds(CSRF_LIFETIME)}; ${place}`,
  }
}
