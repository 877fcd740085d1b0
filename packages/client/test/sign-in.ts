import { type Browser, locationOf } from './browser.js'

/** Signs the person in with the provider, as they would in a browser; gives NextAuth's last redirect. */
export const signIn = async (browser: Browser, subject: string, provider = 'google'): Promise<Response> => {
  const csrfToken = await readCsrfToken(browser)
  const start = await browser.post(`/api/auth/signin/${provider}`, { csrfToken, callbackUrl: '/welcome' })
  const chooser = await (await fetch(locationOf(start))).text()
  const pending = /name="sign_in" value="([^"]+)"/.exec(chooser)?.[1] ?? ''
  const action = /action="([^"]+)"/.exec(chooser)?.[1] ?? ''
  const chosen = await fetch(new URL(action, locationOf(start)), {
    method: 'POST',
    body: new URLSearchParams({ sign_in: pending, decision: 'person', person: subject }),
    headers: { origin: new URL(locationOf(start)).origin },
    redirect: 'manual',
  })
  const { pathname, search } = new URL(locationOf(chosen))
  return browser.get(`${pathname}${search}`)
}

/** What somebody types into the form of the app. */
export interface Typed {
  readonly email?: string
  readonly password?: string
}

/** Posts the form of the credentials provider, as a page without JavaScript does. */
export const postCredentials = async (
  browser: Browser,
  typed: Typed & Record<string, string>,
  headers?: Record<string, string>,
): Promise<Response> => {
  const form = { csrfToken: await readCsrfToken(browser), callbackUrl: '/welcome', ...typed }
  return browser.post('/api/auth/callback/latchkey', form, headers)
}

/** Signs somebody in with what they typed; gives the page NextAuth leads to. */
export const signInWithPassword = async (browser: Browser, { ...typed }: Typed): Promise<URL> =>
  new URL(locationOf(await postCredentials(browser, typed)), browser.origin)

/** Why, as that page learns it: v5 says it in `code`, v4 in `error`. */
export const refusalIn = ({ searchParams }: URL): string | null =>
  searchParams.get('code') ?? searchParams.get('error')

export const signOut = async (browser: Browser): Promise<Response> =>
  browser.post('/api/auth/signout', { csrfToken: await readCsrfToken(browser), callbackUrl: '/' })

/** What the page's scripts see of the session; null when nobody is signed in. */
export const readSession = async (browser: Browser): Promise<Record<string, unknown> | null> => {
  const response = await browser.get('/api/auth/session')
  const session = (await response.json()) as Record<string, unknown> | null
  // Nobody: v5 says null, v4 {}.
  return session === null || Object.keys(session).length === 0 ? null : session
}

const readCsrfToken = async (browser: Browser): Promise<string> => {
  const response = await browser.get('/api/auth/csrf')
  return ((await response.json()) as { csrfToken: string }).csrfToken
}
