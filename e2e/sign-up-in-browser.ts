import type { Page } from 'playwright-core'
import type { HostedApp } from './hosted-app.js'
import type { Person } from './people.js'
import { codeIn, receiveMail } from './receive-mail.js'

/** Signs somebody up on the hosted pages, who is in the app afterwards. */
export const signUpInBrowser = async (
  page: Page,
  hosted: Pick<HostedApp, 'pages' | 'mailbox'>,
  person: Person,
): Promise<void> => {
  await page.goto(`${hosted.pages}/sign-up`)
  for (const [field, text] of Object.entries(person)) await page.locator(`input[name="${field}"]`).fill(text)
  await page.getByRole('button', { name: 'Sign up' }).click()
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await page.getByLabel('Code').fill(codeIn(await receiveMail(hosted, person.email, 'Confirm your address')))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'The app' }).waitFor()
}
