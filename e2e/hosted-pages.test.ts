import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { PATIENCE_MS } from './browser.js'
import { type HostedApp, startHostedApp } from './hosted-app.js'
import { collectComplaints, isRefusal, lookAt } from './look-at-page.js'
import { newPerson, type Person } from './people.js'
import { codeIn, linkIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS })

const ELEVEN_MINUTES_MS = 11 * 60_000

const openDevice = useBrowser()
let hosted: HostedApp
beforeAll(async () => {
  hosted = await startHostedApp()
})
afterAll(() => hosted[Symbol.asyncDispose]())

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name })
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const inApp = (page: Page) => heading(page, 'The app').waitFor()
const open = (page: Page, path: string) => page.goto(hosted.pages + path)

/** By the names of their fields, which are the same in every language. */
const fill = async (page: Page, typed: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(typed)) await page.locator(`input[name="${name}"]`).fill(text)
}
const submit = (page: Page) => page.locator('.button.main, .button.danger').first().click()

const signIn = async (page: Page, { email, password }: Pick<Person, 'email' | 'password'>) => {
  await fill(page, { email, password })
  await press(page, 'Sign in')
}
/** As if the sign-in of somebody were no longer recent. */
const forgetProof = ({ email }: Person) =>
  runSql(
    hosted.database,
    `update sessions set authenticated_at = authenticated_at - ${ELEVEN_MINUTES_MS}
     where user_id = (select id from users where email = '${email}')`,
  )

it('without JavaScript, an account is opened, used in every way, and deleted', async () => {
  const person = newPerson('Mara Lindqvist')
  const page = await openDevice({ javaScriptEnabled: false })
  const complaints = collectComplaints(page)

  await open(page, '/sign-in?returnTo=%2Fnotes')
  await page.getByRole('link', { name: 'Sign up' }).click()
  await fill(page, { ...person })
  await press(page, 'Sign up')
  await heading(page, 'Check your mail').waitFor()
  await page.getByLabel('Code').fill(codeIn(await receiveMail(hosted, person.email, 'Confirm your address')))
  await page.keyboard.press('Enter')
  await inApp(page)
  expect(page.url()).toBe(`${hosted.app}/notes`)

  await open(page, '/account')
  await page.getByLabel('Company').fill('Analytical <b>Engines</b>')
  await press(page, 'Save')
  await page.getByText('Saved.').waitFor()
  expect(await page.getByLabel('Company').inputValue()).toBe('Analytical <b>Engines</b>')
  await press(page, 'Sign out')
  await page.getByText('You are signed out.').waitFor()

  await page.getByRole('link', { name: 'Forgotten your password?' }).click()
  await fill(page, { email: person.email })
  await press(page, 'Send me a link')
  await heading(page, 'Check your mail').waitFor()
  await page.goto(linkIn(await receiveMail(hosted, person.email, 'Choose a new password')))
  const renewed = { ...person, password: 'nine otters in a boat' }
  await page.getByLabel('New password').fill(renewed.password)
  await press(page, 'Change the password')
  await page.getByText('Sign in with the new one.').waitFor()
  expect(page.url()).not.toContain('token')
  await signIn(page, renewed)
  await inApp(page)

  const phone = await openDevice({ javaScriptEnabled: false })
  await open(phone, '/sign-in')
  await signIn(phone, renewed)
  await inApp(phone)
  await open(page, '/account')
  const downloading = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  const exported = JSON.parse(await readFile(await (await downloading).path(), 'utf8'))
  expect(exported.user.email).toBe(person.email)

  await open(page, '/account/sessions')
  await press(page, 'Sign out Chrome on Linux')
  await page.getByText('That device is signed out.').waitFor()
  await open(phone, '/account')
  await heading(phone, 'Sign in').waitFor()

  await page.getByRole('link', { name: 'Password', exact: true }).click()
  await page.getByLabel('Current password').fill(renewed.password)
  await page.getByLabel('New password').fill(person.password)
  await press(page, 'Change the password')
  await page.getByText('Your password is changed.').waitFor()

  await forgetProof(person)
  await page.getByRole('link', { name: 'Delete account' }).click()
  await heading(page, 'Confirm that it is you').waitFor()
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await page.getByLabel('Password').fill(person.password)
  await press(page, 'Sign in')
  await heading(page, 'Delete account').waitFor()
  await page.getByLabel('To confirm').fill(person.email)
  await press(page, 'Delete my account for good')
  await page.getByText('Your account is deleted.').waitFor()
  expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
})

it('without JavaScript, people sign in with Google, link GitHub, and unlink it', async () => {
  const page = await openDevice({ javaScriptEnabled: false })
  const complaints = collectComplaints(page)
  await open(page, '/sign-in?returnTo=%2Fnotes')
  await page.getByRole('link', { name: 'Sign in with Google' }).click()
  await page.getByRole('button', { name: /Mara Lindqvist/ }).click()
  await inApp(page)
  expect(page.url()).toBe(`${hosted.app}/notes`)

  await open(page, '/account/identities')
  await press(page, 'Link GitHub')
  await page.getByRole('button', { name: /Mara/ }).click()
  await page.getByRole('button', { name: /^Unlink GitHub/ }).waitFor()
  expect(page.url()).toBe(`${hosted.pages}/account/identities?done=linked`)
  await press(page, /^Unlink GitHub/)
  await page.getByText('It is no longer linked.').waitFor()
  await press(page, /^Unlink Google/)
  await page.getByText('This is your only way to sign in.').waitFor()
  expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
})

it('without JavaScript, an API key is made, copied once, used by a program, and ended', async () => {
  const person = newPerson('Grace Brewster')
  const page = await openDevice({ javaScriptEnabled: false })
  const complaints = collectComplaints(page)
  await open(page, '/sign-up')
  await fill(page, { ...person })
  await press(page, 'Sign up')
  await page.getByLabel('Code').fill(codeIn(await receiveMail(hosted, person.email, 'Confirm your address')))
  await page.keyboard.press('Enter')
  await inApp(page)
  /** As a program of hers asks, with nothing of the browser. */
  const ask = (key: string) => fetch(hosted.api, { headers: { authorization: `Bearer ${key}` } })

  await open(page, '/account')
  await page.getByRole('link', { name: 'API keys' }).click()
  await page.getByText('You have no key.').waitFor()
  await page.getByRole('link', { name: 'Make a key' }).click()
  await page.getByLabel('Name').fill('Nightly backup')
  await press(page, 'Make the key')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('notes:read').check()
  await press(page, 'Make the key')
  await heading(page, 'Your new API key').waitFor()
  const key = await page.getByLabel('The key').inputValue()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('field-key')
  expect((await ask(key)).status).toBe(200)
  expect((await receiveMail(hosted, person.email, 'A new API key')).text).toContain(key.slice(-4))

  await page.getByRole('link', { name: 'To your API keys' }).click()
  await page.getByText(`ends in ${key.slice(-4)}`).waitFor()
  expect(await page.content()).not.toContain(key)
  await press(page, 'End Nightly backup')
  await page.getByText('The key is ended.').waitFor()
  const refused = await ask(key)
  expect([refused.status, await refused.json()]).toMatchObject([401, { reason: 'token_session_ended' }])
  expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
})

it('without JavaScript, on an origin of their own the pages lead to the app and back to themselves', async () => {
  await using apart = await startHostedApp({ apart: true })
  const person = newPerson()
  const page = await openDevice({ javaScriptEnabled: false })
  const complaints = collectComplaints(page)
  await page.goto(`${apart.pages}/sign-up?returnTo=%2Fnotes`)
  await fill(page, { ...person })
  await press(page, 'Sign up')
  await heading(page, 'Check your mail').waitFor()
  await page.goto(linkIn(await receiveMail(apart, person.email, 'Confirm your address')))
  await press(page, 'Confirm my address')
  await inApp(page)
  expect(page.url()).toBe(`${apart.app}/notes`)

  await page.goto(`${apart.pages}/sign-out?returnTo=%2Fbye`)
  await press(page, 'Sign out')
  await inApp(page)
  expect(page.url()).toBe(`${apart.app}/bye`)
  await page.goto(`${apart.pages}/account/sessions`)
  await signIn(page, person)
  await heading(page, 'Devices').waitFor()

  await press(page, 'Sign out everywhere')
  await page.goto(`${apart.pages}/account/identities`)
  await page.getByRole('link', { name: 'Sign in with GitHub' }).click()
  await page.getByRole('button', { name: /Mara/ }).click()
  await heading(page, 'Linked accounts').waitFor()
  expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
})

it('with the keyboard alone somebody gets to the content, through the form, and in', async () => {
  const person = newPerson()
  const page = await openDevice({ javaScriptEnabled: false })
  await open(page, '/sign-up')
  await page.keyboard.press('Tab')
  await expect.poll(() => page.locator(':focus').textContent()).toBe('Skip to content')
  await page.keyboard.press('Enter')
  // Past the providers, to the last before the form.
  await page.keyboard.press('Tab')
  const before = page.getByRole('link', { name: 'Stay signed in' })
  while (!(await before.evaluate((link) => link === document.activeElement))) await page.keyboard.press('Tab')
  for (const text of [person.name, person.email, person.password]) {
    await page.keyboard.press('Tab')
    await page.keyboard.type(text)
  }
  await page.keyboard.press('Enter')
  await heading(page, 'Check your mail').waitFor()
})

it('without JavaScript, a sign-in that was cancelled at the provider is told, and begun again', async () => {
  const page = await openDevice({ javaScriptEnabled: false, locale: 'fr-CA' })
  await open(page, '/sign-in')
  await page.getByRole('link', { name: 'Se connecter avec Google' }).click()
  await page.getByRole('button', { name: /cancel/i }).click()
  await page.getByText('Google : Vous avez annulé la connexion.').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
})

it('what is wrong is focused, so that it is heard first', async () => {
  const page = await openDevice()
  await open(page, '/sign-in')
  await signIn(page, { email: 'ada@example.com', password: 'a guess' })
  await page.getByRole('alert').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('alert')
})

/** What is smaller than a finger needs (WCAG 2.2, 2.5.8), but for links within a sentence. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('a, button, input:not([type=hidden]):not([type=checkbox])')]
      .filter((target) => target.closest('p.small') === null)
      .filter((target) => target.getBoundingClientRect().height < 24)
      .map((target) => target.outerHTML),
  )

const looks = [
  { look: 'en-light', options: { locale: 'en-GB', colorScheme: 'light' } },
  {
    look: 'de-dark-phone',
    options: { locale: 'de-DE', colorScheme: 'dark', viewport: { width: 320, height: 640 } },
  },
  {
    look: 'fr-light-phone',
    options: { locale: 'fr-FR', colorScheme: 'light', viewport: { width: 320, height: 640 } },
  },
  { look: 'en-dark', options: { locale: 'en-GB', colorScheme: 'dark' } },
  {
    look: 'en-forced-colours',
    options: { locale: 'en-GB', forcedColors: 'active', reducedMotion: 'reduce' },
  },
] as const

describe.each(looks)('in $look', ({ look, options }) => {
  const see = async (page: Page, name: string) => {
    await lookAt(page, `hosted-${name}-${look}`)
    expect(await smallTargets(page), name).toEqual([])
  }

  it('no page has a fault, and none breaks its policy', async () => {
    const page = await openDevice(options)
    const complaints = collectComplaints(page)
    const person = newPerson('Inès Moreau-Wolfeschlegelsteinhausenbergerdorff')
    for (const path of ['/sign-in', '/forgot', '/reset', '/confirm', '/link', '/error?error=overloaded']) {
      await open(page, path)
      await see(page, path.slice(1).replace(/\?.*/, ''))
    }
    await open(page, '/sign-up')
    await see(page, 'sign-up')
    await fill(page, { name: person.name, email: person.email, password: 'short' })
    await submit(page)
    await page.getByRole('alert').waitFor()
    await see(page, 'sign-up-refused')
    await fill(page, { password: person.password })
    await submit(page)
    await page.locator('input[name=code]').waitFor()
    await see(page, 'confirm-waiting')
    const subjects = {
      en: 'Confirm your address',
      de: 'Bestätigen Sie Ihre Adresse',
      fr: 'Confirmez votre adresse',
    }
    const language = options.locale.slice(0, 2) as keyof typeof subjects
    const message = await receiveMail(hosted, person.email, subjects[language])
    const other = await openDevice(options)
    await other.goto(linkIn(message))
    await see(other, 'confirm-elsewhere')
    await other.close()
    await page.goto(linkIn(message))
    await see(page, 'confirm-link')
    await submit(page)
    await inApp(page)

    for (const path of ['', '/email', '/password', '/sessions', '/identities', '/api-keys', '/delete']) {
      await open(page, `/account${path}`)
      await see(page, `account${path.replace('/', '-')}`)
    }
    await open(page, '/account/api-keys/new')
    await see(page, 'account-api-keys-new')
    await fill(page, { name: 'Nightly', days: '0' })
    await submit(page)
    await page.getByRole('alert').waitFor()
    await see(page, 'account-api-keys-refused')
    await page.locator('input[name="scope.notes:read"]').check()
    await fill(page, { days: '7' })
    await submit(page)
    await page.locator('textarea').waitFor()
    await see(page, 'account-api-keys-made')
    await open(page, '/account/api-keys')
    await see(page, 'account-api-keys-one')
    await open(page, '/account/password')
    await fill(page, { currentPassword: 'a guess', newPassword: 'another good phrase' })
    await submit(page)
    await page.getByRole('alert').waitFor()
    await see(page, 'account-password-refused')
    await open(page, '/account/email')
    await fill(page, { email: `moved-${person.email}` })
    await submit(page)
    await page.locator('input[name=code]').waitFor()
    await see(page, 'account-email-sent')
    await open(page, '/sign-in')
    await see(page, 'signed-in')
    await open(page, '/sign-out')
    await see(page, 'sign-out')
    await forgetProof(person)
    expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
    await open(page, '/account/delete')
    await see(page, 'again')
    await open(page, '/nowhere')
    await see(page, 'nothing')
    expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
  })
})
