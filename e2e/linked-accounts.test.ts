import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { sqlite } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { createAccount } from './create-account.js'
import { lookAt } from './look-at-page.js'
import type { Person } from './people.js'
import { linkTo, signInWith } from './providers.js'
import { receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { go, greeting, passwordField, signIn, signOutOfVueApp } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack({ database: sqlite })

const ELEVEN_MINUTES_MS = 11 * 60_000

const mara = { name: 'Mara Lindqvist' }
const card = (page: Page) => page.getByRole('region', { name: 'Linked accounts' })

/** Somebody with a password, on the page of their account. */
async function onAccountPage(): Promise<{ readonly page: Page; readonly person: Person }> {
  const person = await createAccount(stack)
  const page = await openDevice()
  await signIn(page, stack, person)
  await go(page, 'Account')
  return { page, person }
}

/** From the page of the account to the provider, and back as this person; as nobody who cancels. */
async function link(page: Page, provider: string, person: string | undefined): Promise<void> {
  await card(page)
    .getByRole('button', { name: `Link ${provider}` })
    .click()
  await page.getByRole('heading', { name: 'Choose a person' }).waitFor()
  await page.getByRole('button', { name: person ?? 'Cancel' }).click()
  await page.waitForURL(`${stack.vueApp}/account**`)
}

/** As if every sign-in so far were no longer recent. */
const forgetProofs = () =>
  runSql(stack.database, `update sessions set authenticated_at = authenticated_at - ${ELEVEN_MINUTES_MS}`)

it('an account elsewhere is linked, signs in to the same account, and is unlinked again', async () => {
  const { page, person } = await onAccountPage()
  await link(page, 'GitHub', mara.name)
  await page.getByText('Your account at GitHub is linked.').waitFor()
  expect(page.url()).toBe(`${stack.vueApp}/account`)
  await lookAt(page, 'vue-account-just-linked')
  await receiveMail(stack, person.email, 'with GitHub now')

  await signOutOfVueApp(page)
  await signInWith(page, stack, 'github', mara.name)
  await greeting(page, person).waitFor()
  await go(page, 'Account')
  await card(page).getByRole('button', { name: 'Unlink GitHub' }).click()
  await page.getByText('Your account at GitHub is unlinked.').waitFor()
  await card(page).getByRole('button', { name: 'Link GitHub' }).waitFor()
  await receiveMail(stack, person.email, 'GitHub no longer signs you in')
})

it('who cancels at the provider comes back to the account, where it is said, and nothing is linked', async () => {
  const { page } = await onAccountPage()
  await link(page, 'Google', undefined)
  await page.getByText('You came back from Google without consenting.').waitFor()
  expect(page.url()).toBe(`${stack.vueApp}/account`)
  await card(page).getByRole('button', { name: 'Link Google' }).waitFor()
})

it('what is linked to somebody else stays theirs', async () => {
  const owner = await openDevice()
  await signInWith(owner, stack, 'facebook', mara.name)
  await greeting(owner, mara).waitFor()
  const { page } = await onAccountPage()
  await link(page, 'Facebook', mara.name)
  await page.getByText('That account at Facebook belongs to another user here.').waitFor()
  await card(page).getByRole('button', { name: 'Link Facebook' }).waitFor()
})

it('the last way in is not unlinked', async () => {
  const page = await openDevice()
  await signInWith(page, stack, 'google', 'Tomás Okafor')
  await go(page, 'Account')
  await card(page).getByRole('button', { name: 'Unlink Google' }).click()
  await card(page).getByText('This is your only way to sign in.').waitFor()
  await card(page).getByRole('button', { name: 'Unlink Google' }).waitFor()
})

it('when the sign-in is long ago, linking asks for the password first', async () => {
  const { page, person } = await onAccountPage()
  await forgetProofs()
  await card(page).getByRole('button', { name: 'Link Google' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await passwordField(dialog).fill(person.password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('heading', { name: 'Choose a person' }).waitFor()
})

it('when the sign-in is long ago, who has no password proves it where they signed in', async () => {
  const page = await openDevice()
  await signInWith(page, stack, 'google', 'Inès Moreau')
  await go(page, 'Account')
  await forgetProofs()
  await card(page).getByRole('button', { name: 'Link Facebook' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await linkTo(page, 'google').waitFor()
  await lookAt(page, 'vue-confirm-with-provider')
  await dialog.getByRole('link', { name: 'Continue with Google' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
  await page.getByText('You came back from Google without consenting.').waitFor()

  await card(page).getByRole('button', { name: 'Link Facebook' }).click()
  await dialog.getByRole('link', { name: 'Continue with Google' }).click()
  await page.getByRole('button', { name: 'Inès Moreau' }).click()
  await page.getByRole('heading', { level: 1, name: 'Your account' }).waitFor()
  await link(page, 'Facebook', 'Tomás Okafor')
  await page.getByText('Your account at Facebook is linked.').waitFor()
})

it('a link that a stranger has written says nothing that is not so', async () => {
  const { page } = await onAccountPage()
  await page.goto(`${stack.vueApp}/account?linked=github`)
  await page.waitForURL(`${stack.vueApp}/account`)
  expect(await page.getByText(/is linked/).count()).toBe(0)
})
