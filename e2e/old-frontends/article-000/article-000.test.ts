import { startProviders } from '@latchkey/testkit'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Browser, locationOf, openBrowser } from '../../../packages/client/test/browser.js'
import { readSession, signIn } from '../../../packages/client/test/sign-in.js'
import { type RecordedCall, readRecordedWire } from '../recorded-wire.js'
import { startRecordedBackend } from '../start-recorded-backend.js'
import { whatAClientSays } from '../what-a-client-says.js'
import { startArticle000 } from './start-article-000.js'

const recorded = readRecordedWire('000-nextauth-wire')
const [accepted, refused] = recorded ?? []

afterEach(() => vi.restoreAllMocks())

/** Signs somebody in before a backend that answers like this. */
const signInBefore = async (calls: readonly RecordedCall[], check: (signedIn: SignedIn) => Promise<void>) => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  await using providers = await startProviders()
  await using backend = await startRecordedBackend(calls)
  const loginUrl = `${backend.origin}/google/`
  await using frontend = await startArticle000({ loginUrl, google: providers.google })
  const browser = openBrowser(frontend.origin, (request) => fetch(request))
  const person = providers.google.people[0]
  const leadsTo = locationOf(await signIn(browser, person?.sub ?? ''))
  await check({ browser, leadsTo, requests: backend.requests, origin: frontend.origin })
}

interface SignedIn {
  readonly browser: Browser
  readonly leadsTo: string
  readonly requests: Awaited<ReturnType<typeof startRecordedBackend>>['requests']
  readonly origin: string
}

describe.skipIf(accepted === undefined || refused === undefined)('the frontend of article 000', () => {
  if (accepted === undefined || refused === undefined) return

  test('sends what the original sent, once for a sign-in', () =>
    signInBefore([accepted], async ({ requests }) => {
      expect(requests.map(whatAClientSays)).toEqual([whatAClientSays(accepted.request)])
    }))

  test('puts the whole answer into the session, for the page and on the server', () =>
    signInBefore([accepted], async ({ browser, leadsTo, origin }) => {
      expect(leadsTo).toBe(`${origin}/welcome`)
      const session = {
        user: { name: expect.any(String), email: expect.any(String), image: expect.any(String) },
        expires: expect.any(String),
        auth_token: JSON.parse(accepted.answer.body),
      }
      expect(await readSession(browser)).toEqual(session)
      expect(await (await browser.get('/page')).json()).toEqual(session)
    }))

  test('takes a refusal in JSON for success, as the original does', () =>
    signInBefore([refused], async ({ browser, leadsTo, origin }) => {
      expect(leadsTo).toBe(`${origin}/welcome`)
      expect(await readSession(browser)).toMatchObject({ auth_token: { detail: 'Login using facebook' } })
    }))

  test('signs nobody in when the answer is no JSON', () =>
    signInBefore(
      [{ ...refused, answer: { ...refused.answer, body: '' } }],
      async ({ browser, leadsTo, origin }) => {
        expect(leadsTo).toBe(`${origin}/api/auth/error?error=AccessDenied`)
        expect(await readSession(browser)).toBeNull()
      },
    ))
})
