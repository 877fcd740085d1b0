import type { Page } from 'playwright-core'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { createAccount } from './create-account.js'
import type { HostedApp } from './hosted-app.js'
import { newPerson, type Person } from './people.js'

/** Somebody who signed up, with these roles from now on. */
export const joinAs = async (
  hosted: HostedApp,
  name: string,
  roles: readonly string[] = [],
): Promise<Person> => {
  const person = await createAccount(hosted, newPerson(name))
  await runSql(
    hosted.database,
    `update users set roles = '${JSON.stringify(roles)}' where email = '${person.email}'`,
  )
  return person
}

/** Goes to a page of the console, by way of signing in. */
export const enterConsole = async (
  hosted: HostedApp,
  page: Page,
  person: Person,
  path = '',
): Promise<void> => {
  await page.goto(hosted.console + path)
  await page.locator('input[name="email"]').fill(person.email)
  await page.locator('input[name="password"]').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.href.startsWith(hosted.console))
}
