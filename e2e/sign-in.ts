import type { Page } from 'playwright-core'
import type { Stack } from './stack.js'

/** Presses the button of the landing page, and gets as far as the page of the development provider. */
export async function goToProvider(page: Page, stack: Stack): Promise<void> {
  await page.goto(stack.app)
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.waitForURL(`${stack.provider}/**`)
}

/** Signs in as one of the people of the development provider, and waits for whatever page that leads to. */
export async function signInAs(page: Page, stack: Stack, name: string): Promise<void> {
  await goToProvider(page, stack)
  await page.getByRole('button', { name }).click()
  await page.waitForURL(`${stack.app}/**`)
}

export async function addTodo(page: Page, title: string): Promise<void> {
  await page.getByLabel('What needs doing?').fill(title)
  await page.getByRole('button', { name: 'Add' }).click()
  await page.getByRole('checkbox', { name: title }).waitFor()
}

/** The titles on the page, from top to bottom. */
export const shownTodos = (page: Page): Promise<string[]> => page.locator('.todo label').allInnerTexts()

export async function signOut(page: Page, stack: Stack): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${stack.app}/`)
}
