import { paths } from '@latchkey/contract'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { createAccount } from './create-account.js'
import type { Person } from './people.js'
import { sessionCookies } from './session-cookie.js'
import { addTodo, shownTodos, signOut } from './sign-in.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { go, sendSignIn, signIn } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack()

const alert = (page: Page) => page.locator('main').getByRole('alert')

/** Sends the form of the Next.js app. */
async function enter(page: Page, person: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.goto(stack.app)
  await sendSignIn(page, person)
}

/** Sends a wrong password. @returns what the form says to it */
async function guess(page: Page, { email }: Person): Promise<string | null> {
  await enter(page, { email, password: 'a guess' })
  return alert(page).textContent()
}

async function arrive(page: Page, person: Person): Promise<void> {
  await enter(page, person)
  await page.waitForURL(`${stack.app}/todos`)
  await page.getByRole('heading', { level: 1, name: person.name }).waitFor()
}

it('an account made in the Vue app signs in here, and both apps are listed among its sessions', async () => {
  const person = await createAccount(stack)
  const page = await openDevice()
  await arrive(page, person)
  await addTodo(page, 'One account, two apps')

  await signIn(page, stack, person)
  await go(page, 'Sessions')
  // Which app, and in which browser.
  await page.getByText(/^next-app · \S+ on \S+/).waitFor()
  await page.getByRole('button', { name: /End.*next-app/ }).click()
  await page.getByText('That session is ended.').waitFor()
})

it('a wrong password is said to be wrong, in the same words for nobody’s address, and the address stays', async () => {
  const person = await createAccount(stack)
  const page = await openDevice()
  for (const email of [person.email, 'nobody@example.com']) {
    await enter(page, { email, password: 'a guess' })
    await alert(page).getByText('The email address or the password is wrong.').waitFor()
    expect(await page.getByLabel('Email address').inputValue()).toBe(email)
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('')
  }
  expect(await sessionCookies(page, stack)).toEqual([])
  expect(page.url()).not.toContain('guess')
  await arrive(page, person)
})

it('without JavaScript the form works as well', async () => {
  const person = await createAccount(stack)
  const page = await openDevice({ javaScriptEnabled: false })
  await enter(page, { ...person, password: 'a guess' })
  await alert(page).getByText('The email address or the password is wrong.').waitFor()
  await arrive(page, person)
  await signOut(page, stack)
})

it('signing out ends it, and a cookie kept from before opens nothing', async () => {
  const person = await createAccount(stack)
  const page = await openDevice()
  await arrive(page, person)
  const kept = await sessionCookies(page, stack)
  expect(kept.length).toBeGreaterThan(0)
  await signOut(page, stack)
  await page.context().addCookies(kept)
  await page.goto(`${stack.app}/todos`)
  expect(page.url()).toBe(`${stack.app}/auth/ended`)
})

it('both apps are of one cut: the header is as high, and a field looks the same', async () => {
  const page = await openDevice()
  const look = async (url: string) => {
    await page.goto(url)
    await page.getByLabel('Email address').waitFor()
    const header = await page.getByRole('banner').boundingBox()
    const field = await page.getByLabel('Email address').evaluate((input) => {
      const { height, padding, border, borderRadius, backgroundColor, color, font } = getComputedStyle(input)
      return { height, padding, border, borderRadius, backgroundColor, color, font }
    })
    return { header: header?.height, field }
  }
  expect(await look(stack.app)).toEqual(await look(`${stack.vueApp}/sign-in`))
})

it('too many guesses at one account are slowed down, which is said; a browser that is known is let in', async () => {
  const person = await createAccount(stack)
  const known = await openDevice()
  await signIn(known, stack, person)
  await guessFromManyNetworks(person)

  const page = await openDevice()
  // Each guess that is looked at doubles the pause, so on however slow a machine one meets it.
  await expect
    .poll(() => guess(page, person), { timeout: 60_000, interval: 1 })
    .toBe('Too many attempts. Wait a moment, then try again.')
  expect(await sessionCookies(page, stack)).toEqual([])
  await known.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(known, stack, person)
})

it('a stop and a start sign nobody out', async () => {
  const person = await createAccount(stack)
  const page = await openDevice()
  await arrive(page, person)
  await addTodo(page, 'Outlive a restart')
  await stack.restart()
  await page.goto(`${stack.app}/todos`)
  expect(await shownTodos(page)).toEqual(['Outlive a restart'])
})

/** One guess from each of many networks, until the account itself is slowed down for all who are strangers to it. */
async function guessFromManyNetworks({ email }: Person): Promise<void> {
  for (let network = 1; network < 200; network++) {
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${network}` }
    const state = await fetch(stack.latchkey + paths.session, { headers })
    const { csrfToken } = await state.json()
    const cookie = state.headers.getSetCookie().map((line) => line.split(';', 1)[0])
    const { status } = await fetch(stack.latchkey + paths.session, {
      method: 'POST',
      headers: { ...headers, 'x-xsrf-token': csrfToken, cookie: cookie.join('; ') },
      body: JSON.stringify({ email, password: `guess ${network}` }),
    })
    if (status === 429) return
  }
  throw new Error('nobody slows down whoever guesses')
}
