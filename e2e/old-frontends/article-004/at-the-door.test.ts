import { createLatchkey, djangoSession, github, google, listen } from '@latchkey/server'
import { type Providers, startProviders } from '@latchkey/testkit'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '../../../packages/server/test/fixtures/command.js'
import { sqlite } from '../../../packages/server/test/fixtures/databases.js'
import { addFormerPerson } from '../../../packages/server/test/fixtures/test-django-door.js'
import { ROOT_SECRET } from '../../../packages/server/test/fixtures/test-latchkey.js'
import { PATIENCE_MS } from '../../browser.js'
import { useBrowser } from '../../use-browser.js'
import { linksToTwins } from './links-to-twins.js'
import { startArticle004 } from './start-article-004.js'

/** Django's encoding of "password". */
const HASH = 'pbkdf2_sha256$1000$seasalt$YIWkt6M1JFXrHg5s0jZjBSc7C2Cz6QvchSJ0h8Y+i7c='
const FLAG = 'authenticated'

describe('the frontend of article 004, unchanged, with Latchkey in the place of its backend', () => {
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

  /** The app, and Latchkey where its proxy looks for a Django. */
  const startBoth = async () => {
    const port = await freePort()
    const issuer = `http://localhost:${port}`
    const frontend = await startArticle004({ backend: issuer, providers: linksToTwins(providers) })
    const { origin } = frontend
    const { google: g, github: h } = providers
    const database = await sqlite.create()
    const latchkey = await createLatchkey({
      issuer,
      secrets: [ROOT_SECRET],
      database: database.url,
      providers: [
        google({ clientIds: [g.client.id], clientSecret: g.client.secret, issuer: g.issuer }),
        github({ clientId: h.client.id, clientSecret: h.client.secret, baseUrl: h.url, apiUrl: h.url }),
      ],
      doors: [
        djangoSession({
          origins: [origin],
          social: {
            'google-oauth2': { provider: 'google', redirectUri: `${origin}/auth/google-oauth2/callback` },
            github: { provider: 'github', redirectUri: `${origin}/auth/github/callback` },
          },
        }),
      ],
      logLevel: 'silent',
    })
    const listening = await listen(latchkey.fetch, { port })
    await addFormerPerson(
      { database, clock: { now: Date.now, advance: () => {} } },
      { id: '1', email: 'admin@company.com', passwordHash: HASH, roles: ['staff', 'superuser'] },
    )
    return {
      origin,
      [Symbol.asyncDispose]: async () => {
        await frontend[Symbol.asyncDispose]()
        await listening.close()
        await latchkey.close()
        await database.drop()
      },
    }
  }
  const flag = () => page.evaluate((name) => localStorage.getItem(name), FLAG)
  const cookie = async (name: string) => (await page.context().cookies()).find((one) => one.name === name)

  test('somebody logs in with the password they had, is who they were, and logs out', async () => {
    await using both = await startBoth()
    await page.goto(`${both.origin}/login`)
    await page.getByLabel('Email').fill('admin@company.com')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Login' }).click()
    await page.getByRole('alert').waitFor()
    expect(await flag()).toBeNull()

    await page.getByLabel('Password').fill('password')
    await page.getByRole('button', { name: 'Login' }).click()
    await page.getByText('You are logged in.').waitFor()
    expect(await flag()).toBe('success')
    expect(await cookie('sessionid')).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
    await page.goto(`${both.origin}/profile`)
    await page.getByText('"email":"admin@company.com"').waitFor()

    await page.getByRole('link', { name: '/logout' }).click()
    await page.getByText('You are logged out.').waitFor()
    expect(await cookie('sessionid')).toBeUndefined()
  })

  test.each([
    ['github', 'github'],
    ['google-oauth2', 'google'],
  ] as const)('somebody comes back from %s and is logged in', async (name, twin) => {
    await using both = await startBoth()
    await page.goto(`${both.origin}/login`)
    await page.getByRole('link', { name: `Login with ${name}` }).click()
    const person = providers[twin].people[0]
    await page.getByRole('button', { name: person?.name ?? '' }).click()
    await page.getByRole('heading', { name: 'Home', exact: true }).waitFor()
    expect(await flag()).toBe('success')
    await page.goto(`${both.origin}/profile`)
    await page.getByText('"is_staff":false').waitFor()
    expect(await cookie('sessionid')).toBeDefined()
  })
})
