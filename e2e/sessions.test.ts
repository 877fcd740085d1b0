import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { childPid } from './processes.js'
import { readHeldTokens, revokeAtLatchkey } from './session-cookie.js'
import { addTodo, shownTodos, signInAs } from './sign-in.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'

const openDevice = useBrowser()
// Access tokens that run out while somebody looks: what takes ten minutes elsewhere happens within a test.
const stack = useStack({ variables: { ACCESS_TOKEN_SECONDS: '3' } })

/** Waits until the access token in the cookie is good for nothing. */
async function outliveAccessToken(page: Page): Promise<void> {
  const { expiresAt } = await readHeldTokens(page, stack)
  await wait(Math.max(0, expiresAt - Date.now()))
}

it('an access token that has run out is renewed, and the person notices nothing', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  await addTodo(page, 'Outlive a token')
  await outliveAccessToken(page)
  await addTodo(page, 'By the page')
  await outliveAccessToken(page)
  await page.reload()
  expect(await shownTodos(page)).toEqual(['By the page', 'Outlive a token'])
})

it('a session revoked at Latchkey leads to a page that says so, and signing in again brings everything back', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Inès Moreau')
  await addTodo(page, 'Still here afterwards')
  await revokeAtLatchkey(stack, await readHeldTokens(page, stack))
  await outliveAccessToken(page)

  await page.goto(`${stack.app}/todos`)
  expect(page.url()).toBe(`${stack.app}/auth/ended`)
  await page.getByRole('heading', { name: 'Your session has ended' }).waitFor()
  await page.goto(stack.app)
  await page.getByRole('button', { name: 'Continue with Google' }).waitFor()

  await page.goto(`${stack.app}/auth/ended`)
  await page.getByRole('link', { name: 'Sign in again' }).click()
  await page.getByRole('button', { name: 'Continue with Google' }).click()
  await page.getByRole('button', { name: 'Inès Moreau' }).click()
  await page.waitForURL(`${stack.app}/todos`)
  expect(await shownTodos(page)).toEqual(['Still here afterwards'])
})

it('a page that was open when its session ended leaves for that page at the next press of a button', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Tomás Okafor')
  await revokeAtLatchkey(stack, await readHeldTokens(page, stack))
  await outliveAccessToken(page)
  await page.getByLabel('What needs doing?').fill('Too late')
  await page.getByRole('button', { name: 'Add' }).click()
  await page.waitForURL(`${stack.app}/auth/ended`)
})

it('an API that does not answer gives a message, and the person stays signed in', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  const api = childPid(stack.process, 'dist/main.js')
  process.kill(api, 'SIGSTOP')
  try {
    await page.goto(`${stack.app}/todos`)
    await page.getByRole('heading', { name: 'The todo API does not answer' }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
  } finally {
    process.kill(api, 'SIGCONT')
  }
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByLabel('What needs doing?').waitFor()
})

it('while Latchkey does not answer nobody is signed out', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  await outliveAccessToken(page)
  const latchkey = childPid(stack.process, 'latchkey.js')
  process.kill(latchkey, 'SIGSTOP')
  try {
    await page.goto(`${stack.app}/todos`)
    await page.getByRole('heading', { name: 'The sign-in service does not answer' }).waitFor()
  } finally {
    process.kill(latchkey, 'SIGCONT')
  }
  await expect
    .poll(
      async () => {
        await page.goto(`${stack.app}/todos`)
        return page.getByLabel('What needs doing?').count()
      },
      { timeout: 15_000 },
    )
    .toBe(1)
})
