import { CSRF_COOKIE } from '@latchkey/contract'
import { parseCookies } from '@latchkey/guard'
import type { AttemptCookie } from '../../model/sign-in-attempt.js'
import { DAY, SECOND } from '../../model/time.js'
import type { CookieSettings } from '../../model/topology.js'

/** The cookies of the browser door, by what they are for. */
export interface BrowserCookies {
  readonly session: string | undefined
  /** Of a browser with a sign-up under way. */
  readonly signUp: string | undefined
  /** Where somebody wanted to go who signed up on the hosted pages, for the link in the message. Anybody may have written it. */
  readonly returnTo: string | undefined
  /** Of a browser that has signed in before. */
  readonly device: string | undefined
  /** Of an operator who acts as somebody else: leads back to their own session. */
  readonly operator: string | undefined
  /** Readable by the page, which sends it back as a header. Several when a neighbouring host has planted one beside ours. */
  readonly csrf: readonly string[]
  /** Of sign-ins with a provider that are under way, one a tab. */
  readonly attempts: readonly AttemptCookie[]
}

type CookieName = Exclude<keyof BrowserCookies, 'attempts'>

/** How long a browser is known by its device cookie, in seconds: browsers keep nothing for longer (RFC 6265bis §5.5). */
export const DEVICE_MAX_AGE = (400 * DAY) / SECOND

/** The name of the cookie that carries a session. */
export const sessionCookieName = ({ prefix }: Pick<CookieSettings, 'prefix'>): string => `${prefix}latchkey`

/** Names and `Set-Cookie` lines of the browser door, as the topology wants them (DESIGN §4.3, RFC 6265bis). */
export const browserCookies = (settings: CookieSettings) => {
  const names = {
    session: sessionCookieName(settings),
    signUp: `${settings.prefix}latchkey-sign-up`,
    returnTo: `${settings.prefix}latchkey-return-to`,
    device: `${settings.prefix}latchkey-device`,
    operator: `${settings.prefix}latchkey-operator`,
    csrf: CSRF_COOKIE,
  }
  const attemptPrefix = `${settings.prefix}latchkey-go-`
  const attributes = [
    'Path=/',
    ...(settings.secure ? ['Secure'] : []),
    `SameSite=${settings.sameSite}`,
    ...(settings.partitioned ? ['Partitioned'] : []),
  ].join('; ')
  const kept = (name: CookieName): string => (name === 'csrf' ? attributes : `HttpOnly; ${attributes}`)

  return {
    read: (header: string | null): BrowserCookies => {
      const pairs = parseCookies(header)
      const first = (name: string): string | undefined => pairs.find((pair) => pair.name === name)?.value
      return {
        session: first(names.session),
        signUp: first(names.signUp),
        returnTo: first(names.returnTo),
        device: first(names.device),
        operator: first(names.operator),
        csrf: pairs.filter(({ name }) => name === names.csrf).map(({ value }) => value),
        attempts: pairs.flatMap(({ name, value }) =>
          name.startsWith(attemptPrefix) ? [{ name: name.slice(attemptPrefix.length), value }] : [],
        ),
      }
    },
    /** @param maxAge in seconds; without it the cookie goes with the browser */
    set: (name: CookieName, value: string, maxAge?: number): string =>
      `${names[name]}=${value}; ${kept(name)}${maxAge === undefined ? '' : `; Max-Age=${maxAge}`}`,
    setAttempt: ({ name, value }: AttemptCookie, maxAge: number): string =>
      `${attemptPrefix}${name}=${value}; HttpOnly; ${attributes}; Max-Age=${maxAge}`,
    clearAttempt: (name: string): string => `${attemptPrefix}${name}=; HttpOnly; ${attributes}; Max-Age=0`,
    clear: (name: CookieName): string => `${names[name]}=; ${kept(name)}; Max-Age=0`,
  }
}

export type CookieWriter = ReturnType<typeof browserCookies>
