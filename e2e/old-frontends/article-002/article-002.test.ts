import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Browser, locationOf, openBrowser } from '../../../packages/client/test/browser.js'
import { readSession } from '../../../packages/client/test/sign-in.js'
import { type RecordedCall, readRecordedWire } from '../recorded-wire.js'
import { type RecordedBackend, startRecordedBackend } from '../start-recorded-backend.js'
import { whatAClientSays } from '../what-a-client-says.js'
import { startArticle002 } from './start-article-002.js'

const recorded = readRecordedWire('002-frontend-wire')
const [refused, login, session, again] = recorded ?? []

describe.skipIf(recorded === undefined)('the frontend of article 002', () => {
  if (!refused || !login || !session || !again) return
  const typed = JSON.parse(login.request.body)
  const answered = JSON.parse(session.answer.body)

  beforeEach(() => {
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterEach(() => vi.restoreAllMocks())

  /** Opens the frontend before a backend that answers like this. */
  const openBefore = async (calls: readonly RecordedCall[], check: (opened: Opened) => Promise<void>) => {
    await using backend = await startRecordedBackend(calls)
    await using frontend = await startArticle002({ internalApiUrl: backend.origin })
    const browser = openBrowser(frontend.origin, (request) => fetch(request))
    const signIn = async (password: string): Promise<string> => {
      const { csrfToken } = await (await browser.get('/api/auth/csrf')).json()
      const form = { csrfToken, username: typed.username, password, callbackUrl: `${frontend.origin}/` }
      const answer = await browser.post('/api/auth/callback/credentials', form)
      return locationOf(answer).replace(frontend.origin, '')
    }
    await check({ browser, signIn, backend })
  }

  test('sends what the original sent: a wrong password, a right one, and a page that asks twice', () =>
    openBefore([refused, login, session, again], async ({ browser, signIn, backend }) => {
      expect(await signIn('nope')).toMatch(/[?&]error=CredentialsSignin&code=credentials$/)
      expect(await signIn(typed.password)).toBe('/')
      await browser.get('/')
      expect(backend.requests.map(whatAClientSays)).toEqual([refused, login, session, again].map(saidIn))
      expect(JSON.parse(backend.requests[1]?.body ?? '')).toMatchObject({
        username: typed.username,
        password: typed.password,
      })
    }))

  test('announces JSON when it asks for the session, and sends nothing', () =>
    openBefore([login, session], async ({ browser, signIn, backend }) => {
      await signIn(typed.password)
      await readSession(browser)
      expect(backend.requests.at(-1)).toMatchObject({
        url: '/users/session/',
        headers: {
          'content-type': 'application/json',
          'content-length': '0',
          authorization: `Bearer ${answered.access_token}`,
        },
        body: '',
      })
    }))

  test('shows the page what the backend says of the session, on the server and in the browser', () =>
    openBefore([login, session], async ({ browser, signIn }) => {
      await signIn(typed.password)
      const expected = { ...answered, expires: expect.any(String) }
      expect(await readSession(browser)).toEqual(expected)
      expect(await (await browser.get('/')).json()).toEqual(expected)
    }))

  test('looks signed out when the backend refuses, and keeps its cookie', () =>
    openBefore(
      [login, { ...session, answer: { ...refused.answer } }, session],
      async ({ browser, signIn }) => {
        await signIn(typed.password)
        expect(await readSession(browser)).toEqual({ expires: expect.any(String) })
        expect(await readSession(browser)).toMatchObject({ user: answered.user })
      },
    ))

  test('loses its cookie when the backend cannot be reached, as the original does', () =>
    openBefore([login, session], async ({ browser, signIn, backend }) => {
      await signIn(typed.password)
      expect([...browser.cookies.keys()]).toContain('authjs.session-token')
      await backend[Symbol.asyncDispose]()
      expect(await readSession(browser)).toBeNull()
      expect([...browser.cookies.keys()]).not.toContain('authjs.session-token')
    }))
})

const saidIn = ({ request }: RecordedCall) => whatAClientSays(request)

interface Opened {
  readonly browser: Browser
  /** Posts the form of the sign-in page. @returns where that leads, without the origin */
  signIn(password: string): Promise<string>
  readonly backend: RecordedBackend
}
