import type { Providers } from '@latchkey/testkit'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Stack } from './stack.js'

/** A twin of a provider, by its path. */
export type TwinName = Exclude<
  { [Name in keyof Providers]: Providers[Name] extends { behave(): void } ? Name : never }[keyof Providers],
  symbol
>

const names = {
  google: 'Google',
  github: 'GitHub',
  facebook: 'Facebook',
  microsoft: 'Microsoft',
  apple: 'Apple',
  auth0: 'Auth0',
} as const

/** The link of the Vue app to a provider, on the pages for signing in and for signing up. */
export const linkTo = (page: Page, twin: TwinName): Locator =>
  page.getByRole('link', { name: `Continue with ${names[twin]}` })

/** From a page of the Vue app that has the link, to the page of the provider. */
export async function leaveFor(page: Page, twin: TwinName): Promise<void> {
  await linkTo(page, twin).click()
  await page.getByRole('heading', { name: 'Choose a person' }).waitFor()
}

/** Signs in to the Vue app as somebody of a provider, and waits for whatever page that leads to. */
export async function signInWith(
  page: Page,
  stack: Pick<Stack, 'vueApp'>,
  twin: TwinName,
  person: string,
): Promise<void> {
  await page.goto(`${stack.vueApp}/sign-in`)
  await leaveFor(page, twin)
  await page.getByRole('button', { name: person }).click()
  await page.waitForURL(`${stack.vueApp}/**`)
}

/** Sends the form of the development provider, and keeps the answer from the browser it is meant for. */
export async function chooseWithoutReturning(page: Page, name: string): Promise<string> {
  const button = page.getByRole('button', { name })
  const form = page.locator('form').filter({ has: button })
  const { origin, href } = new URL((await form.getAttribute('action')) ?? '', page.url())
  const response = await page.context().request.post(href, {
    headers: { origin },
    form: {
      sign_in: await form.locator('input[name=sign_in]').inputValue(),
      decision: 'person',
      person: (await button.getAttribute('value')) ?? '',
    },
    maxRedirects: 0,
  })
  const url = response.headers()['location'] ?? ''
  expect(url).toMatch(/[?&]code=/)
  return url
}

/** Turns these switches of a twin on and all others off, by the form of its page: `slow` takes milliseconds, the others `on`. */
export async function misbehave(
  stack: Pick<Stack, 'provider'>,
  twin: TwinName,
  switches: Readonly<Record<string, string>>,
): Promise<void> {
  const { ok, status } = await fetch(`${stack.provider}/switches`, {
    method: 'POST',
    headers: { origin: stack.provider },
    body: new URLSearchParams({ twin, decision: 'set', ...switches }),
  })
  if (!ok) throw new Error(`the switches of ${twin} stay as they are: ${status}`)
}

/** Puts every switch of a twin back. */
export const behave = (stack: Pick<Stack, 'provider'>, twin: TwinName): Promise<void> =>
  misbehave(stack, twin, {})
