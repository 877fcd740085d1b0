import { CSRF_HEADER } from '@latchkey/contract'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createAccount } from './create-account.js'
import { newPerson } from './people.js'
import { linkIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { go, greeting, openPage, sendSignIn, signIn, signInLink, signOutOfVueApp } from './vue-app.js'
import { serveVueAppAlone } from './vue-app-alone.js'

const openDevice = useBrowser()
const openRememberingDevice = useBrowser({ backForwardCache: true })
const stack = useStack()

const SECRET = 'a plan nobody else may read'

const sessionCookie = async (page: Page) =>
  (await page.context().cookies(stack.vueApp)).find(({ name }) => name === 'latchkey')

const signedIn = async (open = openDevice) => {
  const person = await createAccount(stack)
  const page = await open()
  await signIn(page, stack, person)
  return { person, page }
}

/** Writes into the notes of the app, which live in the page as long as the session does. */
async function draftNote(page: Page): Promise<void> {
  await go(page, 'Notes')
  await page.getByLabel('Draft').fill(SECRET)
}

describe('two tabs of one browser', () => {
  it('signing out in one is seen in the other at once, and so is signing in', async () => {
    const { person, page } = await signedIn()
    await draftNote(page)
    const tab = await page.context().newPage()
    await tab.goto(stack.vueApp)
    await signOutOfVueApp(tab)
    await signInLink(page).waitFor()
    expect(await page.content()).not.toContain(person.email)

    await signIn(tab, stack, person)
    await go(page, 'Notes')
    expect(await page.getByLabel('Draft').inputValue()).toBe('')
  })

  it('when somebody else signs in in one, the other shows that person and nothing of the first', async () => {
    const { page } = await signedIn()
    await draftNote(page)
    const another = await createAccount(stack, newPerson('Inès Moreau'))
    const tab = await page.context().newPage()
    await tab.goto(stack.vueApp)
    await signOutOfVueApp(tab)
    await signIn(tab, stack, another)
    await go(page, 'Notes')
    expect(await page.getByLabel('Draft').inputValue()).toBe('')
    await page.getByRole('link', { name: 'Latchkey' }).click()
    await greeting(page, another).waitFor()
  })
})

describe('an account page', () => {
  it('says that a new address is confirmed when another tab has done it, and asks for no code any more', async () => {
    const { person, page } = await signedIn()
    const moved = `moved-${person.email}`
    await go(page, 'Account')
    await page.getByLabel('New address').fill(moved)
    await page.getByRole('button', { name: 'Change the address' }).click()
    await page.getByLabel('Code').waitFor()

    const tab = await page.context().newPage()
    await tab.goto(linkIn(await receiveMail(stack, moved, 'Confirm your new address')))
    await tab.getByRole('button', { name: 'Yes, this is my address' }).click()
    await tab.getByRole('heading', { name: 'Your new address is confirmed' }).waitFor()
    await page.getByText('Your address is changed.').waitFor()
    expect(await page.getByLabel('Code').count()).toBe(0)
    await page.getByText(moved, { exact: true }).waitFor()
    expect(await page.getByLabel('New address').inputValue()).toBe('')
  })

  it('has nothing of the first person left in its forms when somebody else takes over under it', async () => {
    const { page } = await signedIn()
    const another = await createAccount(stack, newPerson('Inès Moreau'))
    await go(page, 'Account')
    await page.getByLabel('Company').fill(SECRET)
    await page.getByLabel('New address').fill(newPerson().email)
    await page.getByRole('button', { name: 'Change the address' }).click()
    await page.getByLabel('Code').waitFor()

    const door = page.context().request
    const { csrfToken } = await (await door.get(`${stack.vueApp}/auth/session`)).json()
    const headers = { [CSRF_HEADER]: csrfToken }
    const { email, password } = another
    await door.post(`${stack.vueApp}/auth/session`, { headers, data: { email, password } })
    await page.context().setOffline(true)
    await page.context().setOffline(false)
    await page.getByText(email, { exact: true }).waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe(another.name)
    expect(await page.getByLabel('Company').inputValue()).toBe('')
    expect(await page.getByLabel('Code').count()).toBe(0)
  })
})

describe('the back button after signing out', () => {
  it('shows nothing of a protected page, not within the app', async () => {
    const { page } = await signedIn()
    await draftNote(page)
    await signOutOfVueApp(page)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(await page.content()).not.toContain(SECRET)
  })

  it('and not after leaving the app', async () => {
    const { person, page } = await signedIn()
    await openPage(page, stack, '/account', 'Your account')
    await page.goto(stack.mailbox)
    const tab = await page.context().newPage()
    await tab.goto(stack.vueApp)
    await signOutOfVueApp(tab)
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    expect(await page.content()).not.toContain(person.email)
  })

  it('and not when the browser has kept the page as it was: not even in its first frame', async () => {
    const { person, page } = await signedIn(openRememberingDevice)
    await draftNote(page)
    await page.evaluate(() => {
      window.addEventListener('pageshow', ({ persisted }) => {
        requestAnimationFrame(() => {
          const typed = [...document.querySelectorAll('textarea')].map(({ value }) => value)
          window.name = JSON.stringify({ persisted, shown: [document.body.outerHTML, ...typed].join('\n') })
        })
      })
    })
    const tab = await page.context().newPage()
    await tab.goto(stack.vueApp)
    await page.goto(stack.mailbox)
    await signOutOfVueApp(tab)
    await page.evaluate(() => history.back())
    await signInLink(page).waitFor()
    const { persisted, shown } = JSON.parse(await page.evaluate(() => window.name))
    expect(persisted).toBe(true)
    expect(shown).toContain('Latchkey')
    expect(shown).not.toContain(SECRET)
    expect(shown).not.toContain(person.email)
  })
})

describe('without a network', () => {
  it('signing out works at once, and the server hears of it as soon as it can', async () => {
    const { page } = await signedIn()
    await draftNote(page)
    const kept = await sessionCookie(page)
    if (!kept) throw new Error('nobody is signed in')
    await page.context().setOffline(true)
    await signOutOfVueApp(page)
    await page.getByText('You are signed out.').waitFor()
    expect(await sessionCookie(page)).toEqual(kept)

    await page.context().setOffline(false)
    await expect.poll(() => sessionCookie(page), { timeout: 20_000 }).toBeUndefined()
    const thief = await openDevice()
    await thief.context().addCookies([kept])
    await thief.goto(`${stack.vueApp}/account`)
    await thief.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  })

  it('a sign-out is not forgotten when its page is closed before the network is back', async () => {
    const { page } = await signedIn()
    await page.context().setOffline(true)
    await signOutOfVueApp(page)
    const context = page.context()
    await page.close()
    await context.setOffline(false)

    const later = await context.newPage()
    await later.goto(`${stack.vueApp}/account`)
    await later.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await expect.poll(() => sessionCookie(later), { timeout: 20_000 }).toBeUndefined()
  })

  it('somebody who is signed in stays so, is told, and goes on when it is back', async () => {
    const { page } = await signedIn()
    await page.context().setOffline(true)
    await page.getByRole('navigation').getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('alert').getByText('The server cannot be reached.').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor()
    await page.context().setOffline(false)
    await go(page, 'Account')
    await page.getByRole('region', { name: 'Profile' }).waitFor()
  })
})

describe('when the servers go away', () => {
  it('a stop and a start sign nobody out; meanwhile pages say so, keep what they hold and mend by themselves', async () => {
    const { person, page } = await signedIn()
    await draftNote(page)
    await stack.stop()
    const down = await serveVueAppAlone(stack)
    try {
      // The machine that wakes up, changes its network or is looked at again asks who is signed in.
      await page.context().setOffline(true)
      await page.context().setOffline(false)
      await page.getByText('The server cannot be reached, so this page may not be up to date.').waitFor()
      expect(await page.getByLabel('Draft').inputValue()).toBe(SECRET)

      const tab = await page.context().newPage()
      await tab.goto(`${stack.vueApp}/account`)
      await tab.getByRole('heading', { name: 'Nobody answers' }).waitFor()
      await tab.close()
      const stranger = await openDevice()
      await stranger.goto(`${stack.vueApp}/sign-in`)
      await sendSignIn(stranger, person)
      await stranger.getByRole('alert').getByText('The server cannot be reached.').waitFor()
      await stranger.close()
    } finally {
      await down[Symbol.asyncDispose]()
    }
    await stack.restart()
    await page.getByText('The server cannot be reached').waitFor({ state: 'detached' })
    expect(await page.getByLabel('Draft').inputValue()).toBe(SECRET)
    await openPage(page, stack, '/sessions', 'Your sessions')
    await page.getByText('This browser', { exact: true }).waitFor()
  })
})
