import { timingSafeEqual } from 'node:crypto'
import { introspect } from '../opaque/introspect.js'
import { type IntrospectionOptions, readIntrospectionOptions } from '../opaque/introspection-options.js'
import { keepAnswers } from '../opaque/kept-answers.js'
import type { SessionCookies } from './session-cookies.js'

export interface SessionCookieOptions extends IntrospectionOptions {
  /** The origins whose pages may change something, each to the letter: `https://app.example.com`. */
  readonly origins: readonly string[]
  /** Default: `__Host-latchkey`; without https, as on the machine of a developer, it is `latchkey`. */
  readonly name?: string
}

const TOKEN_TYPE = 'session_cookie'
/** RFC 6265 §4.1.1. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

/**
 * Asks a Latchkey server about the session cookies of its browser door. For an API on the host that set the cookie, because browsers send it
 * to no other: behind the same proxy, or on another port of that host.
 *
 * @throws TypeError when the options make no sense
 */
export function sessionCookie(options: SessionCookieOptions): SessionCookies {
  const settings = readIntrospectionOptions('sessionCookie', options, ['origins', 'name'])
  const { origins, name = '__Host-latchkey' } = options
  if (!(Array.isArray(origins) && origins.length > 0 && origins.every(isOrigin)))
    throw new TypeError(
      'sessionCookie: origins must be a list of at least one, such as https://app.example.com',
    )
  if (typeof name !== 'string' || !NAME.test(name))
    throw new TypeError('sessionCookie: name must be that of a cookie')
  const answers = keepAnswers(settings, (cookie) => introspect(settings, cookie, TOKEN_TYPE))
  return {
    ...(settings.issuer !== undefined && { issuer: settings.issuer }),
    name,
    origins: [...origins],
    check: async (value) => {
      const answer = await answers.about(value)
      // Whatever else is active was put into the cookie by somebody: a token is not held to what a cookie is.
      if (answer?.tokenType !== TOKEN_TYPE) return undefined
      const { csrf_token: csrfToken, ...claims } = answer.claims
      return { claims, isCsrfToken: (token) => typeof csrfToken === 'string' && isSame(token, csrfToken) }
    },
    forget: (sessionId) => answers.forget(sessionId),
  }
}

const isOrigin = (origin: unknown): boolean =>
  typeof origin === 'string' && URL.canParse(origin) && new URL(origin).origin === origin

const isSame = (given: string, expected: string): boolean => {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && left.length > 0 && timingSafeEqual(left, right)
}
