import { FIRST_PARTY_PASSWORD_GRANT, paths, tokenResponse } from '@latchkey/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { basic } from '../packages/server/test/fixtures/test-latchkey.js'
import { PATIENCE_MS } from './browser.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { newPerson, type Person } from './people.js'
import { codeIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

const openDevice = useBrowser()
let hosted: HostedApp
beforeAll(async () => {
  hosted = await startHostedApp()
})
afterAll(() => hosted[Symbol.asyncDispose]())

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const inApp = (page: Page) => heading(page, 'The app').waitFor()

/** Somebody new, signed in on a device. */
const meetSomebody = async () => {
  const person = newPerson()
  const page = await openDevice()
  await page.goto(`${hosted.pages}/sign-up`)
  for (const [name, text] of Object.entries(person)) await page.locator(`input[name="${name}"]`).fill(text)
  await press(page, 'Sign up')
  await page.getByLabel('Code').fill(codeIn(await receiveMail(hosted, person.email, 'Confirm your address')))
  await page.keyboard.press('Enter')
  await inApp(page)
  return { person, page }
}

const signIn = async (person: Person): Promise<Page> => {
  const page = await openDevice()
  await page.goto(`${hosted.pages}/sign-in`)
  await typeIn(page, person)
  await inApp(page)
  return page
}

const typeIn = async (page: Page, { email, password }: Person): Promise<void> => {
  await page.locator('input[name="email"]').fill(email)
  await page.locator('input[name="password"]').fill(password)
  await press(page, 'Sign in')
}

/** The server of the app asks Latchkey. */
const askAsApp = async (path: string, form: Readonly<Record<string, string>>): Promise<unknown> => {
  const answer = await fetch(`${hosted.app}/auth${path}`, {
    method: 'POST',
    headers: { authorization: basic(hosted.client) },
    body: new URLSearchParams(form),
  })
  return answer.json()
}

/** The session the app has of this person. @returns its access token */
const signInAtApp = async ({ email, password }: Person): Promise<string> =>
  tokenResponse.parse(
    await askAsApp(paths.token, { grant_type: FIRST_PARTY_PASSWORD_GRANT, email, password }),
  ).access_token

/** The app sends the browser to sign out. */
const sendToSignOut = (page: Page, hint: Readonly<Record<string, string>>) => {
  const parameters = { ...hint, post_logout_redirect_uri: `${hosted.app}/signed-out`, state: 'as it was' }
  return page.goto(`${hosted.app}/auth${paths.endSession}?${new URLSearchParams(parameters)}`)
}

const expectBack = (page: Page) => expect(page.url()).toBe(`${hosted.app}/signed-out?state=as%20it%20was`)

const expectSignedOut = async (page: Page) => {
  await page.goto(`${hosted.pages}/account`)
  await heading(page, 'Sign in').waitFor()
}

describe('an app sends somebody to sign out', () => {
  it('with a token of theirs: they are back at once, signed out here and in the app, and nowhere else', async () => {
    const { person, page } = await meetSomebody()
    const other = await signIn(person)
    const token = await signInAtApp(person)
    await sendToSignOut(page, { id_token_hint: token })
    await inApp(page)
    expectBack(page)
    await expectSignedOut(page)
    expect(await askAsApp(paths.introspect, { token })).toEqual({ active: false })
    await other.goto(`${hosted.pages}/account`)
    await other.getByText(person.email).first().waitFor()
  })

  it('without one: they are asked, stay signed in while they do not answer, and are back when they have', async () => {
    const { person, page } = await meetSomebody()
    await sendToSignOut(page, { client_id: hosted.client.id })
    await page.getByText(person.email).first().waitFor()
    expect(page.url().startsWith(`${hosted.pages}/end-session`)).toBe(true)
    const tab = await page.context().newPage()
    await tab.goto(`${hosted.pages}/account`)
    await tab.getByText(person.email).first().waitFor()
    await press(page, 'Sign out')
    await inApp(page)
    expectBack(page)
    await expectSignedOut(page)
  })
})

describe('a page that is open when its session ends', () => {
  const openPage = async (page: Page) => {
    await page.goto(`${hosted.app}/open`)
    await page.waitForFunction(() => document.title === 'Notes, waiting')
  }

  it('on another device leads to the sign-in page, which says so', async () => {
    const { person, page } = await meetSomebody()
    await openPage(page)
    const other = await signIn(person)
    await other.goto(`${hosted.pages}/account/sessions`)
    await press(other, 'Sign out all others')
    await page.getByText('You ended this session from another device.').waitFor()
    await typeIn(page, person)
    await inApp(page)
  })

  it('because the account was suspended leads there as well, and says that', async () => {
    const { person, page } = await meetSomebody()
    await openPage(page)
    await runSql(hosted.database, `update users set suspended_at = 1 where email = '${person.email}'`)
    await page.getByText('Your account is suspended.').waitFor()
  })

  it('by an app that had it signed out in this very browser leads there as well', async () => {
    const { person, page } = await meetSomebody()
    await openPage(page)
    const tab = await page.context().newPage()
    await sendToSignOut(tab, { id_token_hint: await signInAtApp(person) })
    await inApp(tab)
    await heading(page, 'Sign in').waitFor()
  })
})
