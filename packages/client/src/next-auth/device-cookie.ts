import type { SeenCookies } from './seen-cookies.js'

const DAY_IN_SECONDS = 24 * 60 * 60

/** Browsers keep nothing for longer (RFC 6265bis §5.5). */
const MAX_AGE = 400 * DAY_IN_SECONDS

/** `lkdv_…`, as Latchkey gives it. Whatever else is under the name is not worth sending. */
const SHAPE = /^lkdv_[\w.-]{1,200}$/

/**
 * A cookie of its own, which names a browser that has signed in before and opens nothing. Latchkey counts the guesses of such
 * a browser by themselves, so that a stranger who guesses at its account does not make its owner wait.
 */
const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-latchkey.device' : 'latchkey.device')

/** What Latchkey has given the browser of this request, if it has. */
export const readDeviceCookie = ({ cookies }: SeenCookies, isSecure: boolean): string | undefined => {
  const value = cookies.get(nameOf(isSecure))
  return value !== undefined && SHAPE.test(value) ? value : undefined
}

/**
 * Leaves the token with the browser Next is answering, from a route handler or a server action. Elsewhere (the Pages Router,
 * hosts without Next) no answer can be reached from here: the browser is not remembered, and nobody is kept out over it.
 */
export const keepDeviceCookie = async (token: string, isSecure: boolean): Promise<void> => {
  if (!SHAPE.test(token)) return
  try {
    const next = await import('next/headers.js')
    // Next 14 gives them at once, later ones by a promise.
    const cookies = await next.cookies()
    cookies.set(nameOf(isSecure), token, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: isSecure,
      maxAge: MAX_AGE,
    })
  } catch {
    // No Next, no request of its App Router, or an answer whose cookies are settled.
  }
}
