import { ID_TOKEN_TYPE, paths, TOKEN_EXCHANGE_GRANT } from '@latchkey/contract'
import { createLatchkey, google } from '@latchkey/server'
import { developmentPeople, startDevelopmentProvider } from '@latchkey/testkit'
import { afterEach, expect, it } from 'vitest'
import { keepScreenshot } from './browser.js'
import { behave, chooseWithoutReturning, misbehave } from './providers.js'
import { secretsOf, sessionCookies } from './session-cookie.js'
import { goToProvider, signInAs } from './sign-in.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'

const openDevice = useBrowser()
const stack = useStack()
afterEach(() => behave(stack, 'google'))

/**
 * Somebody else signs in with a verified address of that spelling and so takes it: through a second Latchkey on the same
 * database, which trusts a provider of its own where that address belongs to another subject.
 */
async function takeAddress(email: string): Promise<void> {
  const owner = { sub: '777', email, emailVerified: true, name: 'The Owner', givenName: 'The' }
  await using provider = await startDevelopmentProvider({ people: [owner] })
  const client = provider.clients[0]?.id ?? ''
  const { NEXT_APP_SECRET, LATCHKEY_SECRET } = secretsOf(stack)
  const latchkey = await createLatchkey({
    issuer: stack.latchkey,
    secrets: [LATCHKEY_SECRET],
    database: `sqlite:${stack.data}/latchkey.db`,
    providers: [google({ clientIds: [client], issuer: provider.issuer })],
    clients: [{ id: 'next-app', type: 'confidential', secret: NEXT_APP_SECRET }],
    logLevel: 'silent',
  })
  try {
    const response = await latchkey.fetch(
      new Request(stack.latchkey + paths.token, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`next-app:${NEXT_APP_SECRET}`).toString('base64')}` },
        body: new URLSearchParams({
          grant_type: TOKEN_EXCHANGE_GRANT,
          subject_token: await provider.issueIdToken(),
          subject_token_type: ID_TOKEN_TYPE,
        }),
      }),
    )
    expect(response.status).toBe(200)
  } finally {
    await latchkey.close()
  }
}

it('an unverified address that is taken is refused, and the error page says why and what to do', async () => {
  const noor = developmentPeople.find((person) => !person.emailVerified)
  if (!noor) throw new Error('the cast has lost its person with an unverified address')
  await takeAddress(noor.email)

  const page = await openDevice()
  await signInAs(page, stack, noor.name)
  expect(new URL(page.url()).pathname).toBe('/auth/error')
  await page.getByRole('heading', { name: 'This address is not verified' }).waitFor()
  await page.getByText('Verify the address there').waitFor()
  await page.getByRole('button', { name: 'Try again with Google' }).waitFor()
  await keepScreenshot(page, 'refused')

  await page.goto(`${stack.app}/todos`)
  expect(page.url()).toBe(`${stack.app}/`)
})

it('cancelling at the provider comes back to a page that says so', async () => {
  const page = await openDevice()
  await goToProvider(page, stack)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL(`${stack.app}/auth/error?**`)
  await page.getByRole('heading', { name: 'Signing in was cancelled' }).waitFor()
  await keepScreenshot(page, 'cancelled')

  await page.getByRole('button', { name: 'Try again with Google' }).click()
  await page.getByRole('button', { name: 'Mara Lindqvist' }).click()
  await page.waitForURL(`${stack.app}/todos`)
})

it('an answer of the provider that belongs to another browser signs nobody in', async () => {
  const attacker = await openDevice()
  await goToProvider(attacker, stack)
  const kept = await chooseWithoutReturning(attacker, 'Tomás Okafor')

  const victim = await openDevice()
  await victim.goto(kept)
  expect(new URL(victim.url()).pathname).toBe('/auth/error')
  await victim.goto(`${stack.app}/todos`)
  expect(victim.url()).toBe(`${stack.app}/`)
})

it.each(['wrongState', 'wrongNonce'])('%s in the answer of Google signs nobody in', async (name) => {
  await misbehave(stack, 'google', { [name]: 'on' })
  const page = await openDevice()
  await signInAs(page, stack, 'Mara Lindqvist')
  await page.getByRole('heading', { name: 'The sign-in was interrupted' }).waitFor()
  expect(await sessionCookies(page, stack)).toEqual([])
})

it('whatever a stranger writes into the address of the error page, only sentences of ours are shown', async () => {
  const page = await openDevice()
  await page.goto(`${stack.app}/auth/error?error=Pay%20me&code=<img%20src=x>&code=proof_`)
  expect(await page.locator('main').innerHTML()).not.toMatch(/Pay me|<img/)
  await page.getByRole('heading', { name: 'Signing in does not work right now' }).waitFor()
})
