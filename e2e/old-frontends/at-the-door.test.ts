import { djRestAuth, drfToken, google, type LatchkeyOptions } from '@latchkey/server'
import { type Providers, startProviders } from '@latchkey/testkit'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startListeningLatchkey } from '../../conformance/fixtures/start-listening-latchkey.js'
import { type Browser, locationOf, openBrowser } from '../../packages/client/test/browser.js'
import { readSession, signIn } from '../../packages/client/test/sign-in.js'
import { startArticle000 } from './article-000/start-article-000.js'
import { startArticle001 } from './article-001/start-article-001.js'

let providers: Providers
beforeAll(async () => {
  providers = await startProviders()
})
afterAll(() => providers.close())
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
})
afterEach(() => vi.restoreAllMocks())

/** A Latchkey in the place of the old backend. */
const replaceBackend = (doors: LatchkeyOptions['doors'], more: LatchkeyOptions = {}) =>
  startListeningLatchkey({
    providers: [
      google({
        clientIds: [providers.google.client.id],
        clientSecret: providers.google.client.secret,
        issuer: providers.google.issuer,
      }),
    ],
    doors,
    ...more,
  })

const browse = ({ origin }: { readonly origin: string }): Browser =>
  openBrowser(origin, (request) => fetch(request))
const somebody = (index = 0): string => providers.google.people[index]?.sub ?? ''

describe('the frontend of article 000, unchanged, with Latchkey in the place of its backend', () => {
  test('somebody signs in with Google, and the token in the session is one of ours', async () => {
    await using backend = await replaceBackend([drfToken()])
    const loginUrl = `${backend.issuer}/google/`
    await using frontend = await startArticle000({ loginUrl, google: providers.google })
    const browser = browse(frontend)
    expect(locationOf(await signIn(browser, somebody()))).toBe(`${frontend.origin}/welcome`)
    expect(await readSession(browser)).toMatchObject({
      auth_token: { user_id: 1, tokens: expect.stringMatching(/^[0-9a-f]{40}$/) },
    })
  })

  test('whose Google account is for another application is not signed in, where refusals are no JSON', async () => {
    await using backend = await replaceBackend([drfToken({ refusals: 'unreadable' })], {
      providers: [google({ clientIds: ['another-application'], issuer: providers.google.issuer })],
    })
    const loginUrl = `${backend.issuer}/google/`
    await using frontend = await startArticle000({ loginUrl, google: providers.google })
    const browser = browse(frontend)
    expect(locationOf(await signIn(browser, somebody()))).toContain('/api/auth/error?error=AccessDenied')
    expect(await readSession(browser)).toBeNull()
  })
})

describe('the frontend of article 001, unchanged, with Latchkey in the place of its backend', () => {
  /** Access tokens of less than a minute: this frontend renews them each time it is asked for the session. */
  const SHORT = { lifetimes: { accessToken: 50_000 } }
  const startBoth = async () => {
    const door = djRestAuth({
      prefix: '/api/auth',
      social: { google: { path: '/api/social/login/google/' } },
      tokenNames: 'old',
      userIds: 'uuid',
    })
    const backend = await replaceBackend([door], SHORT)
    const backendApiBase = `${backend.issuer}/api`
    const frontend = await startArticle001({ backendApiBase, google: providers.google })
    return {
      backend,
      browser: browse(frontend),
      origin: frontend.origin,
      [Symbol.asyncDispose]: async () => {
        await frontend[Symbol.asyncDispose]()
        await backend[Symbol.asyncDispose]()
      },
    }
  }

  test('somebody signs in, stays signed in over refreshes, and the API gets tokens of ours', async () => {
    await using both = await startBoth()
    const { browser, backend } = both
    expect(locationOf(await signIn(browser, somebody()))).toBe(`${both.origin}/welcome`)
    const seen = new Set<string>()
    for (let count = 0; count < 3; count += 1) {
      const { accessToken } = (await readSession(browser)) as { accessToken: string }
      expect(decodeJwt(accessToken)).toMatchObject({
        token_type: 'access',
        user_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      })
      expect(await backend.latchkey.guard.verify(accessToken)).toMatchObject({ clientId: 'django' })
      seen.add(accessToken)
    }
    expect(seen.size).toBe(3)
  })

  test('ten tabs that renew in the same moment stay signed in, all of them', async () => {
    await using both = await startBoth()
    await signIn(both.browser, somebody())
    const tabs = Array.from({ length: 10 }, () => both.browser.tab())
    expect(await Promise.all(tabs.map(readSession))).not.toContain(null)
    // Each has a cookie of its own by now, and goes on with it.
    for (const tab of tabs) expect(await readSession(tab)).toMatchObject({ accessToken: expect.any(String) })
  })

  test('an answer that never reached the browser signs nobody out', async () => {
    await using both = await startBoth()
    await signIn(both.browser, somebody())
    // A page that is rendered on a server renews, and cannot set the cookie.
    await readSession(both.browser.tab())
    await readSession(both.browser.tab())
    expect(await readSession(both.browser)).toMatchObject({ accessToken: expect.any(String) })
  })

  test('when the session is ended here, the frontend is signed out at its next refresh', async () => {
    await using both = await startBoth()
    await signIn(both.browser, somebody())
    const { accessToken } = (await readSession(both.browser)) as { accessToken: string }
    const out = await fetch(`${both.backend.issuer}/api/auth/logout/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    expect(out.status).toBe(200)
    await readSession(both.browser)
    expect(await readSession(both.browser)).toBeNull()
  })
})
