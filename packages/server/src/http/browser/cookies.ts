import { CSRF_COOKIE } from '@latchkey/contract'
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
  /** Readable by the page, which sends it back as a header. Several when a neighbouring host has planted one beside ours. */
  readonly csrf: readonly string[]
  /** Of sign-ins with a provider that are under way, one a tab. */
  readonly attempts: readonly AttemptCookie[]
}

type CookieName = Exclude<keyof BrowserCookies, 'attempts'>

/** How long a browser is known by its device cookie, in seconds: browsers keep nothing for longer (RFC 6265bis §5.5). */
export const DEVICE_MAX_AGE = (400 * DAY) / SECOND

const LONGEST = 16 * 1024

/** Names and `Set-Cookie` lines of the browser door, as the topology wants them (DESIGN §4.3, RFC 6265bis). */
export const browserCookies = (settings: CookieSettings) => {
  const names = {
    session: `${settings.prefix}latchkey`,
    signUp: `${settings.prefix}latchkey-sign-up`,
    returnTo: `${settings.prefix}latchkey-return-to`,
    device: `${settings.prefix}latchkey-device`,
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
      const pairs = readCookies(header)
      const first = (name: string): string | undefined => pairs.find((pair) => pair.name === name)?.value
      return {
        session: first(names.session),
        signUp: first(names.signUp),
        returnTo: first(names.returnTo),
        device: first(names.device),
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

/** RFC 6265 §5.4. Of two with one name the first counts: the browser puts the more specific one there. */
export const readCookies = (
  header: string | null,
): readonly { readonly name: string; readonly value: string }[] => {
  if (header === null || header.length > LONGEST) return []
  return header.split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [{ name: trimBlanks(pair.slice(0, at)), value: trimBlanks(pair.slice(at + 1)) }]
  })
}

/**
 * Blanks are space and tab, and no other: a name behind a no-break space has no `__Host-` prefix for the browser, so that any
 * neighbouring host may have set it.
 */
const trimBlanks = (text: string): string => {
  let from = 0
  let to = text.length
  while (from < to && isBlank(text.charCodeAt(from))) from += 1
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09
