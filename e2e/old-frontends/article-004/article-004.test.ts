import { type Providers, startProviders } from '@latchkey/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { PATIENCE_MS } from '../../browser.js'
import { useBrowser } from '../../use-browser.js'
import type { OldFrontend } from '../old-frontend.js'
import { type RecordedCall, readRecordedWire } from '../recorded-wire.js'
import { type RecordedBackend, startRecordedBackend } from '../start-recorded-backend.js'
import { whatAClientSays } from '../what-a-client-says.js'
import { linksToTwins } from './links-to-twins.js'
import { startArticle004 } from './start-article-004.js'

const recorded = readRecordedWire('004-quasar-wire')
const FLAG = 'authenticated'

describe.skipIf(recorded === undefined)('the frontend of article 004', () => {
  if (recorded === undefined) return
  vi.setConfig({ testTimeout: PATIENCE_MS })
  const openDevice = useBrowser()
  let providers: Providers
  let page: Page
  beforeAll(async () => {
    providers = await startProviders()
  })
  afterAll(() => providers?.close())
  beforeEach(async () => {
    page = await openDevice()
    return () => page.context().close()
  })

  /** Opens the frontend before a backend that answers like this. */
  const openBefore = async (calls: readonly RecordedCall[], check: (opened: Opened) => Promise<void>) => {
    await using backend = await startRecordedBackend(calls)
    await using frontend = await startArticle004({
      backend: backend.origin,
      providers: linksToTwins(providers),
    })
    await check({ backend, origin: frontend.origin })
  }
  const heading = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()
  const flag = () => page.evaluate((name) => localStorage.getItem(name), FLAG)
  const logIn = async (origin: string): Promise<void> => {
    await page.goto(`${origin}/login`)
    await page.getByLabel('Email').fill('admin@company.com')
    await page.getByLabel('Password').fill('password')
    await page.getByRole('button', { name: 'Login' }).click()
  }
  const answering = (url: string, status: number): readonly RecordedCall[] =>
    recorded.map((call) =>
      call.request.url === url ? { ...call, answer: { status, headers: {}, body: '{}' } } : call,
    )

  test('sends what the original sent, from the first visit to logins by password, Google and GitHub', () =>
    openBefore(recorded, async ({ backend, origin }) => {
      await logIn(origin)
      await page.getByText('You are logged in.').waitFor()
      expect(await flag()).toBe('success')
      await page.getByRole('link', { name: '/logout' }).click()
      await page.getByText('You are logged out.').waitFor()
      expect(await flag()).toBeNull()
      await page.getByRole('link', { name: '/login' }).click()
      await heading('Login')
      for (const { request } of recorded.slice(-2)) {
        const { pathname, search } = new URL(String(request.headers['referer']))
        await page.goto(`${origin}${pathname}${search}`)
        await heading('Home')
        expect(await flag()).toBe('success')
      }
      const said = backend.requests.map(whatAClientSays)
      expect(said).toEqual(recorded.map(({ request }) => whatAClientSays(request)))
      const bodies = (calls: readonly { readonly body: string }[]) => calls.map(({ body }) => body)
      expect(bodies(backend.requests)).toEqual(bodies(recorded.map(({ request }) => request)))
    }))

  test.each([
    ['github', 'github', ['login', 'scope', 'state']],
    ['google-oauth2', 'google', ['response_type', 'scope', 'state', 'nonce', 'login_hint']],
  ] as const)('leaves for %s and hands over the code it comes back with', (name, twin, parameters) =>
    openBefore(recorded, async ({ backend, origin }) => {
      await page.goto(`${origin}/login`)
      const link = page.getByRole('link', { name: `Login with ${name}` })
      const { searchParams } = new URL((await link.getAttribute('href')) ?? '')
      expect([...searchParams.keys()]).toEqual(['client_id', 'redirect_uri', ...parameters])
      expect(searchParams.get('state')).toBe('eworifjeovivoiej')
      await link.click()
      await page.getByRole('heading', { name: 'Choose a person' }).waitFor()
      const comesBack = page.waitForRequest((request) => request.url().includes('/callback?'))
      const person = providers[twin].people[0]
      await page.getByRole('button', { name: person?.name ?? '' }).click()
      const { searchParams: brought } = new URL((await comesBack).url())
      expect(brought.get('state')).toBe('eworifjeovivoiej')
      await heading('Home')
      const last = backend.requests.at(-1)
      expect(last).toMatchObject({ method: 'POST', url: `/api/social/${name}/` })
      expect(JSON.parse(last?.body ?? '')).toEqual({ code: brought.get('code') })
    }),
  )

  test('shows who is logged in as the server sees it', () =>
    openBefore(recorded, async ({ origin }) => {
      await page.goto(`${origin}/profile`)
      await page.getByText('"email":"admin@company.com"').waitFor()
    }))

  test('forgets the login when the profile is refused, and stays where it is', () =>
    openBefore(answering('/api/users/profile/', 403), async ({ origin }) => {
      await logIn(origin)
      await page.getByRole('alert').waitFor()
      expect(await flag()).toBeNull()
      expect(new URL(page.url()).pathname).toBe('/login')
    }))

  test('goes home at a 401', () =>
    openBefore(answering('/api/users/profile/', 401), async ({ origin }) => {
      await page.goto(`${origin}/profile`)
      await page.waitForURL(`${origin}/`)
      expect(await flag()).toBeNull()
    }))

  test('stays logged out when a login is refused', () =>
    openBefore(answering('/api/login/', 400), async ({ origin }) => {
      await logIn(origin)
      await page.getByRole('alert').waitFor()
      expect(await flag()).toBeNull()
    }))

  test('tells the server nothing when the button in its header is used', () =>
    openBefore(recorded, async ({ backend, origin }) => {
      await logIn(origin)
      await page.getByRole('button', { name: 'Logout' }).click()
      await page.getByText('You are not logged in.').waitFor()
      expect(await flag()).toBeNull()
      expect(backend.requests.map(({ url }) => url)).not.toContain('/api/logout/')
    }))

  test('a backend that is away is a 502 to the app', () =>
    openBefore(recorded, async ({ backend, origin }) => {
      await backend[Symbol.asyncDispose]()
      expect((await fetch(`${origin}/api/users/profile/`)).status).toBe(502)
    }))
})

interface Opened {
  readonly backend: RecordedBackend
  readonly origin: OldFrontend['origin']
}
