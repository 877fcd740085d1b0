import type { Page } from 'playwright-core'
import type { Person } from './people.js'
import type { Stack } from './stack.js'

type VueApp = Pick<Stack, 'vueApp'>

/** Fills in the sign-up form and sends it. It answers everybody alike: "Check your mail". */
export async function signUp(page: Page, { vueApp }: VueApp, person: Person): Promise<void> {
  await page.goto(`${vueApp}/sign-up`)
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('Email address').fill(person.email)
  await passwordField(page).fill(person.password)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
}

/** Types the code of a message where the page asks for it. */
export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code)
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
}

/** Fills in a sign-in form, of either app and wherever that was met, and sends it. */
export async function sendSignIn(
  page: Page,
  { email, password }: Pick<Person, 'email' | 'password'>,
  { remember = false }: { readonly remember?: boolean } = {},
): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await passwordField(page).fill(password)
  if (remember) await page.getByLabel('Keep me signed in on this device').check()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Opens the sign-in page, signs in and arrives at the home page. */
export async function signIn(
  page: Page,
  { vueApp }: VueApp,
  person: Person,
  options: { remember?: boolean } = {},
): Promise<void> {
  await page.goto(`${vueApp}/sign-in`)
  await sendSignIn(page, person, options)
  await greeting(page, person).waitFor()
}

/** What the home page says to somebody who is signed in. */
export const greeting = (page: Page, { name }: Pick<Person, 'name'>) =>
  page.getByRole('heading', { level: 1, name: `Hello, ${name}` })

/** What the header shows to everybody who is not. */
export const signInLink = (page: Page) => page.getByRole('navigation').getByRole('link', { name: 'Sign in' })

export const passwordField = (page: Pick<Page, 'getByLabel'>) => page.getByLabel('Password', { exact: true })

/** Follows a link of the header. No document is loaded: the page goes on. */
export async function go(page: Page, place: 'Notes' | 'Sessions' | 'Account'): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: place }).click()
  await page.getByRole('heading', { level: 1, name: `Your ${place.toLowerCase()}` }).waitFor()
}

/** Opens a protected page by its address. */
export async function openPage(page: Page, { vueApp }: VueApp, path: string, heading: string): Promise<void> {
  await page.goto(vueApp + path)
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
}

export async function signOutOfVueApp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signInLink(page).waitFor()
}
