import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { lookAt, screens } from './look-at-page.js'
import { leaveFor, linkTo, signInWith, type TwinName } from './providers.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { go, greeting, signOutOfVueApp } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack()

const mara = { name: 'Mara Lindqvist' }
const tomas = { name: 'Tomás Okafor' }

const linked = (page: Page) => page.getByRole('region', { name: 'Linked accounts' }).getByRole('listitem')

/** Who is signed in, by the id that never changes. */
const userId = async (page: Page): Promise<string | null> => {
  await page.goto(stack.vueApp)
  return page.getByText(/^usr_/).textContent()
}

const aesa = { name: 'Æsa “Ósk” 王秀英 👩🏽‍🚀' }

it.each<[TwinName, { name: string }, string]>([
  ['google', mara, 'mara_lindqvist@gmail.com'],
  ['github', mara, 'mara_lindqvist@gmail.com'],
  ['facebook', aesa, 'aesa@letters.example'],
])(
  '%s signs in from the page for signing up, as from the one for signing in',
  async (twin, person, email) => {
    const page = await openDevice()
    await page.goto(`${stack.vueApp}/sign-up`)
    await leaveFor(page, twin)
    await page.getByRole('button', { name: person.name }).click()
    await greeting(page, person).waitFor()
    await signOutOfVueApp(page)
    await signInWith(page, stack, twin, person.name)
    await greeting(page, person).waitFor()
    await go(page, 'Account')
    await page.getByRole('region', { name: 'Email address' }).getByText(email).waitFor()
  },
)

it('who was on the way to a page arrives there, and a tab that was open knows at once', async () => {
  const page = await openDevice()
  const other = await page.context().newPage()
  await other.goto(stack.vueApp)
  await other.getByRole('navigation').getByRole('link', { name: 'Sign up' }).waitFor()

  await page.goto(`${stack.vueApp}/notes`)
  await leaveFor(page, 'google')
  await page.getByRole('button', { name: mara.name }).click()
  await page.getByRole('heading', { level: 1, name: 'Your notes' }).waitFor()
  expect(page.url()).toBe(`${stack.vueApp}/notes`)
  await greeting(other, mara).waitFor()
})

it('an address that is private at GitHub is known here, and is proven', async () => {
  const page = await openDevice()
  await signInWith(page, stack, 'github', tomas.name)
  await greeting(page, tomas).waitFor()
  const answer = await page.request.get(`${stack.vueApp}/auth/session`)
  expect(await answer.json()).toMatchObject({
    user: { email: 'tomas.okafor@workspace.example', emailVerified: true },
  })
})

it('who has no address at Facebook has an account without one, and a page that says so', async () => {
  const page = await openDevice()
  await signInWith(page, stack, 'facebook', tomas.name)
  await greeting(page, tomas).waitFor()
  await go(page, 'Account')
  await page.getByText('No address yet.').waitFor()
  await linked(page).first().waitFor()
  expect(await linked(page).allInnerTexts()).toEqual([
    expect.stringMatching(/^Facebook\s+Tomás Okafor · since/),
  ])
})

it('one person with one proven address is one user, by Google and by GitHub', async () => {
  const page = await openDevice()
  await signInWith(page, stack, 'google', mara.name)
  const byGoogle = await userId(page)
  await signOutOfVueApp(page)
  await signInWith(page, stack, 'github', mara.name)
  expect(await userId(page)).toBe(byGoogle)
  await go(page, 'Account')
  await linked(page).nth(1).waitFor()
  expect(await linked(page).allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Google/), expect.stringMatching(/^GitHub/)]),
  )
})

it('who wants to be remembered is, by the link too', async () => {
  const page = await openDevice()
  await page.goto(`${stack.vueApp}/sign-in`)
  await page.getByLabel('Keep me signed in on this device').check()
  await leaveFor(page, 'github')
  await page.getByRole('button', { name: mara.name }).click()
  await greeting(page, mara).waitFor()
  const session = (await page.context().cookies(stack.vueApp)).find(({ name }) => name === 'latchkey')
  expect(session?.expires).toBeGreaterThan(Date.now() / 1000)
})

describe.each(screens)('on a $screen screen', ({ screen, options }) => {
  it('no page with providers on it has a fault', async () => {
    const page = await openDevice(options)
    for (const path of ['sign-in', 'sign-up']) {
      await page.goto(`${stack.vueApp}/${path}`)
      await linkTo(page, 'facebook').waitFor()
      await lookAt(page, `vue-${path}-providers-${screen}`)
    }
    await signInWith(page, stack, 'google', mara.name)
    await go(page, 'Account')
    await page.getByRole('button', { name: 'Link Facebook' }).waitFor()
    await lookAt(page, `vue-account-linked-${screen}`)
  })
})
