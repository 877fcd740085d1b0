import { expect, it, vi } from 'vitest'
import { sqlite } from '../packages/server/test/fixtures/databases.js'
import { newPerson } from './people.js'
import { codeIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { enterCode, passwordField, sendSignIn } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack({ database: sqlite })

it('operators come back to the console from the sign-in pages of an app', async () => {
  const person = newPerson('Olive Operator')
  const page = await openDevice()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
  const link = await vi.waitUntil(() => /http:\S+#token=\S+/.exec(stack.output())?.[0])
  await page.goto(link)
  await press('Sign in or sign up')
  await page.getByRole('main').getByRole('link', { name: 'Sign up' }).click()
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('Email address').fill(person.email)
  await passwordField(page).fill(person.password)
  await press('Sign up')
  await enterCode(page, codeIn(await receiveMail(stack, person.email, 'Confirm your address')))
  await press('Become the operator')
  await heading('Overview')

  await page.getByRole('link', { name: 'The API, to read' }).click()
  await heading('Latchkey API')
  await page.goBack()
  await heading('Overview')

  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'History' }).click()
  await page.getByRole('cell', { name: 'Olive Operator became the first operator' }).waitFor()

  await press('Sign out')
  await sendSignIn(page, person)
  await heading('History')

  // As the button "Sign in again" does, when something asks for a recent sign-in.
  const users = `${stack.vueApp}/auth/admin/users`
  await page.goto(`${stack.vueApp}/sign-in?${new URLSearchParams({ returnTo: users, again: 'true' })}`)
  await page.getByText('Show once more that it is you.').waitFor()
  expect(await page.getByLabel('Email address').inputValue()).toBe(person.email)
  await passwordField(page).fill(person.password)
  await press('Sign in')
  await heading('Users')
})
