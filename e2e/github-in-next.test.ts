import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { createAccount } from './create-account.js'
import { lookAt, screens } from './look-at-page.js'
import { behave, misbehave } from './providers.js'
import { sessionCookies } from './session-cookie.js'
import { addTodo, shownTodos, signInAs, signOut } from './sign-in.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'

const openDevice = useBrowser()
const stack = useStack()
afterEach(() => behave(stack, 'github'))

/** Presses the button of the landing page, and chooses somebody at GitHub. */
async function signInWithGitHub(page: Page, name: string): Promise<void> {
  await page.goto(stack.app)
  await page.getByRole('button', { name: 'Continue with GitHub' }).click()
  await page.getByRole('button', { name }).click()
  await page.waitForURL(`${stack.app}/**`)
}

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

it('who signs in with GitHub is known to the API, by an address that is private there', async () => {
  const page = await openDevice()
  await signInWithGitHub(page, 'Tomás Okafor')
  await heading(page, 'Tomás Okafor')
  await page.getByText('tomas.okafor@workspace.example').first().waitFor()
  await addTodo(page, 'Read the access token')
  await signOut(page, stack)
})

it('is the same person with Google, and finds the same todos', async () => {
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  await addTodo(page, 'One person, two providers')
  await signOut(page, stack)
  await signInWithGitHub(page, 'Mara Lindqvist')
  await heading(page, 'Mara Lindqvist')
  expect(await shownTodos(page)).toEqual(['One person, two providers'])
})

it('no token of GitHub reaches the page', async () => {
  const page = await openDevice()
  const seen: string[] = []
  page.on('response', async (response) => {
    if (response.url().startsWith(stack.app)) seen.push(await response.text().catch(() => ''))
  })
  await signInWithGitHub(page, 'Mara Lindqvist')
  await heading(page, 'Mara Lindqvist')
  expect(seen.join()).not.toMatch(/gho_|lkrt_/)
})

it('without JavaScript it works as well', async () => {
  const page = await openDevice({ javaScriptEnabled: false })
  await signInWithGitHub(page, 'Mara Lindqvist')
  await heading(page, 'Mara Lindqvist')
})

it('who cancels at GitHub is told, and can try again', async () => {
  const page = await openDevice()
  await page.goto(stack.app)
  await page.getByRole('button', { name: 'Continue with GitHub' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await heading(page, 'Signing in was cancelled')
  await page.getByRole('button', { name: 'Try again with GitHub' }).click()
  await page.getByRole('button', { name: 'Mara Lindqvist' }).click()
  await heading(page, 'Mara Lindqvist')
})

it('a token that GitHub has issued to another application is refused, and the page says so', async () => {
  await misbehave(stack, 'github', { tokenOfAnotherApp: 'on' })
  const page = await openDevice()
  await signInWithGitHub(page, 'Mara Lindqvist')
  await heading(page, 'The answer could not be accepted')
  expect(new URL(page.url()).searchParams.get('code')).toBe('provider_token_refused')
  expect(await sessionCookies(page, stack)).toEqual([])
})

it('an answer with the state of another sign-in is refused', async () => {
  await misbehave(stack, 'github', { wrongState: 'on' })
  const page = await openDevice()
  await signInWithGitHub(page, 'Mara Lindqvist')
  await heading(page, 'The sign-in was interrupted')
  expect(await sessionCookies(page, stack)).toEqual([])
})

it('who has no address at GitHub signs in all the same', async () => {
  await misbehave(stack, 'github', { noEmail: 'on' })
  const page = await openDevice()
  await signInWithGitHub(page, 'Tomás Okafor')
  await heading(page, 'Tomás Okafor')
})

it('an address that GitHub has not verified opens no account of somebody else', async () => {
  await createAccount(stack, {
    name: 'Inès Moreau',
    email: 'ines.moreau@post.example',
    password: 'a heron stood in the reeds',
  })
  await misbehave(stack, 'github', { unverifiedEmail: 'on' })
  const page = await openDevice()
  await signInWithGitHub(page, 'ines')
  await heading(page, 'This address is not verified')
  expect(await sessionCookies(page, stack)).toEqual([])
})

describe.each(screens)('on a $screen screen', ({ screen, options }) => {
  it('no page with both providers has a fault', async () => {
    const page = await openDevice(options)
    await page.goto(stack.app)
    await lookAt(page, `next-home-providers-${screen}`)
    await page.goto(`${stack.app}/auth/error?error=AccessDenied&code=provider_token_refused`)
    await lookAt(page, `next-refused-providers-${screen}`)
    await page.goto(`${stack.app}/auth/ended`)
    await lookAt(page, `next-ended-${screen}`)
  })
})
