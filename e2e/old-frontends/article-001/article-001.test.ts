import { startProviders } from '@latchkey/testkit'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Browser, locationOf, openBrowser } from '../../../packages/client/test/browser.js'
import { readSession, signIn } from '../../../packages/client/test/sign-in.js'
import { type RecordedCall, readRecordedWire } from '../recorded-wire.js'
import { type RecordedBackend, startRecordedBackend } from '../start-recorded-backend.js'
import { whatAClientSays } from '../what-a-client-says.js'
import { startArticle001 } from './start-article-001.js'

const recorded = readRecordedWire('001-nextauth-wire')
const [login, refresh, ...losers] = recorded ?? []
const SECOND = 1_000

describe.skipIf(login === undefined || refresh === undefined)('the frontend of article 001', () => {
  if (login === undefined || refresh === undefined) return
  const { access_token, refresh_token } = JSON.parse(login.answer.body)
  const { exp = 0 } = decodeJwt(access_token)

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: (exp - 300) * SECOND })
    vi.spyOn(console, 'error').mockImplementation(() => {})
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  /** Signs somebody in before a backend that answers like this. */
  const signInBefore = async (
    calls: readonly RecordedCall[],
    check: (signedIn: SignedIn) => Promise<void>,
  ) => {
    await using providers = await startProviders()
    await using backend = await startRecordedBackend(calls)
    const backendApiBase = `${backend.origin}/api`
    await using frontend = await startArticle001({ backendApiBase, google: providers.google })
    const browser = openBrowser(frontend.origin, (request) => fetch(request))
    const person = providers.google.people[0]
    const leadsTo = locationOf(await signIn(browser, person?.sub ?? ''))
    await check({ browser, leadsTo, origin: frontend.origin, backend })
  }
  const refusal = losers[0] ?? refresh

  test('sends what the original sent at a sign-in and at a refresh', () =>
    signInBefore([login, refresh], async ({ browser, backend }) => {
      vi.setSystemTime((exp - 59) * SECOND)
      await readSession(browser)
      expect(backend.requests.map(whatAClientSays)).toEqual([login, refresh].map(saidIn))
      expect(JSON.parse(backend.requests[1]?.body ?? '')).toEqual({ refresh: refresh_token })
    }))

  test('hands the access token to the page, and keeps both in a cookie anybody can read', () =>
    signInBefore([login, refresh], async ({ browser, leadsTo, origin, backend }) => {
      expect(leadsTo).toBe(`${origin}/welcome`)
      vi.setSystemTime((exp - 61) * SECOND)
      expect(await readSession(browser)).toEqual({
        user: { name: expect.any(String), email: expect.any(String), image: expect.any(String) },
        expires: expect.any(String),
        accessToken: access_token,
      })
      expect(decodeJwt(browser.cookies.get('next-auth.session-token') ?? '')).toMatchObject({
        accessToken: access_token,
        refreshToken: refresh_token,
      })
      expect(backend.requests).toHaveLength(1)
    }))

  test('keeps the pair of a refresh, and is content with it until that ends too', () =>
    signInBefore([login, refresh], async ({ browser, backend }) => {
      const renewed = JSON.parse(refresh.answer.body)
      vi.setSystemTime((exp - 59) * SECOND)
      expect(await readSession(browser)).toMatchObject({ accessToken: renewed.access })
      expect(decodeJwt(browser.cookies.get('next-auth.session-token') ?? '')).toMatchObject({
        refreshToken: renewed.refresh,
      })
      expect(backend.requests).toHaveLength(2)
    }))

  test('asks for the session many times at once: each asks for a refresh with the same token, as recorded', () =>
    signInBefore(recorded ?? [], async ({ browser, backend }) => {
      vi.setSystemTime((exp - 59) * SECOND)
      const tabs = [refresh, ...losers].map(() => browser.tab())
      await Promise.all(tabs.map((tab) => readSession(tab)))
      expect(backend.requests.map(whatAClientSays)).toEqual((recorded ?? []).map(saidIn))
      expect(new Set(backend.requests.slice(1).map(({ body }) => body))).toEqual(
        new Set([JSON.stringify({ refresh: refresh_token })]),
      )
      // One of them has a session that lives on; the cookie of every other one is dead.
      const sessions = await Promise.all(tabs.map((tab) => readSession(tab)))
      expect(sessions.filter((session) => session !== null)).toHaveLength(1)
    }))

  test('is signed out when a refresh is refused: the cookie ends at once', () =>
    signInBefore([login, refusal], async ({ browser }) => {
      vi.setSystemTime((exp - 59) * SECOND)
      await readSession(browser)
      expect(decodeJwt(browser.cookies.get('next-auth.session-token') ?? '')).toMatchObject({ exp: 0 })
      expect(await readSession(browser)).toBeNull()
    }))

  test.each(['access', 'refresh'])('is signed out when the answer to a refresh lacks %s', (key) => {
    const { [key]: _gone, ...rest } = JSON.parse(refresh.answer.body)
    const lacking = { ...refresh, answer: { ...refresh.answer, body: JSON.stringify(rest) } }
    return signInBefore([login, lacking], async ({ browser }) => {
      vi.setSystemTime((exp - 59) * SECOND)
      await readSession(browser)
      expect(decodeJwt(browser.cookies.get('next-auth.session-token') ?? '')).toMatchObject({ exp: 0 })
      expect(await readSession(browser)).toBeNull()
    })
  })

  test('signs nobody in when the backend refuses', () =>
    signInBefore(
      [
        {
          ...login,
          answer: { ...refusal.answer, status: 400, body: '{"non_field_errors":["Incorrect value"]}' },
        },
      ],
      async ({ browser, leadsTo, origin }) => {
        expect(leadsTo).toBe(`${origin}/api/auth/error?error=Callback`)
        expect(await readSession(browser)).toBeNull()
      },
    ))
})

const saidIn = ({ request }: RecordedCall) => whatAClientSays(request)

interface SignedIn {
  readonly browser: Browser
  readonly leadsTo: string
  readonly origin: string
  readonly backend: RecordedBackend
}
