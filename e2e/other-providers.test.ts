import { apple, auth0, microsoft } from '@latchkey/server'
import { type Providers, startProviders } from '@latchkey/testkit'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type HttpsApp, startHttpsApp } from './https-app.js'
import { lookAt } from './look-at-page.js'
import { leaveFor, linkTo, signInWith, type TwinName } from './providers.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { greeting, signOutOfVueApp } from './vue-app.js'

// Apple sends nobody back to http: the pages of the Vue app, and a Latchkey of its own, behind one https origin.

const openBrowserPage = useBrowser()
const openDevice = () => openBrowserPage({ ignoreHTTPSErrors: true })
const stack = useStack()
let twins: Providers
let app: HttpsApp

beforeAll(async () => {
  twins = await startProviders()
  const { client: key } = twins.apple
  app = await startHttpsApp(stack.vueApp, [
    microsoft({
      clientIds: [twins.microsoft.client.id],
      clientSecret: twins.microsoft.client.secret,
      baseUrl: twins.microsoft.url,
    }),
    apple({ clientIds: [key.id], key, issuer: twins.apple.issuer }),
    auth0({
      clientIds: [twins.auth0.client.id],
      clientSecret: twins.auth0.client.secret,
      domain: twins.auth0.issuer,
    }),
  ])
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await twins?.close()
})
afterEach(() => {
  for (const twin of ['microsoft', 'apple', 'auth0'] as const) twins[twin].behave()
})

/** Chooses somebody at a provider. Apple's answer is a form, which here somebody sends. */
async function choose(page: Page, twin: TwinName, person: string): Promise<void> {
  await page.getByRole('button', { name: person }).first().click()
  if (twin === 'apple') await page.getByRole('button', { name: 'Continue' }).click()
  await page.waitForURL(`${app.vueApp}/**`)
}

const readSession = async (page: Page): Promise<unknown> =>
  (await page.request.get(`${app.vueApp}/auth/session`)).json()

it.each<[TwinName, string, { readonly email: string; readonly emailVerified: boolean }]>([
  ['microsoft', 'Tomás Okafor', { email: 'tomas.okafor@workspace.example', emailVerified: true }],
  ['apple', 'Mara Lindqvist', { email: 'mara_lindqvist@gmail.com', emailVerified: true }],
  ['auth0', 'Mara Lindqvist', { email: 'mara_lindqvist@gmail.com', emailVerified: true }],
])('%s signs in by its link on the page, with a cookie that only https has', async (twin, name, user) => {
  const page = await openDevice()
  await page.goto(`${app.vueApp}/sign-in`)
  await leaveFor(page, twin)
  await choose(page, twin, name)
  await greeting(page, { name }).waitFor()
  expect(await readSession(page)).toMatchObject({ user })
  const cookies = await page.context().cookies(app.vueApp)
  expect(cookies.find((cookie) => cookie.name === '__Host-latchkey')).toMatchObject({
    secure: true,
    sameSite: 'Lax',
  })
  expect(cookies.filter((cookie) => cookie.name.includes('go-'))).toEqual([])
})

it('Apple tells the name once, and here it stays', async () => {
  const person = { name: 'Inès Moreau' }
  const page = await openDevice()
  for (const _time of ['first', 'second']) {
    await page.goto(`${app.vueApp}/sign-in`)
    await leaveFor(page, 'apple')
    await choose(page, 'apple', person.name)
    await greeting(page, person).waitFor()
    await signOutOfVueApp(page)
  }
})

it('an address that an administrator at Microsoft has made up does not open the account of its owner', async () => {
  const owner = await openDevice()
  await owner.goto(`${app.vueApp}/sign-in`)
  await leaveFor(owner, 'microsoft')
  await choose(owner, 'microsoft', 'Tomás Okafor')
  await greeting(owner, { name: 'Tomás Okafor' }).waitFor()

  const page = await openDevice()
  await signInWith(page, app, 'microsoft', 'Mallory Quill')
  await page.getByText(/Microsoft has not verified that it is yours/).waitFor()
  expect(await readSession(page)).toMatchObject({ status: 'signed_out' })
})

it.each<[TwinName, string]>([
  ['microsoft', 'Mara Lindqvist'],
  ['apple', 'Mara Lindqvist'],
  ['auth0', 'Mara Lindqvist'],
])(
  '%s with an ID token for another client, with another nonce or of another issuer is refused',
  async (twin, name) => {
    const misbehaving = twins[twin as 'microsoft' | 'apple' | 'auth0']
    for (const lie of ['wrongAudience', 'wrongNonce', 'wrongIssuer'] as const) {
      misbehaving.misbehave({ [lie]: true })
      const page = await openDevice()
      await page.goto(`${app.vueApp}/sign-in`)
      await leaveFor(page, twin)
      await choose(page, twin, name)
      await page.getByText(/The answer from .* could not be trusted/).waitFor()
      expect(await readSession(page), lie).toMatchObject({ status: 'signed_out' })
    }
  },
)

it('who cancels at Apple comes back by a form too, and is told', async () => {
  const page = await openDevice()
  await page.goto(`${app.vueApp}/sign-in`)
  await leaveFor(page, 'apple')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText(/You came back from Apple without consenting/).waitFor()
})

it('the page with links to providers that have no sign here has no fault', async () => {
  const page = await openDevice()
  await page.goto(`${app.vueApp}/sign-in`)
  await linkTo(page, 'auth0').waitFor()
  await lookAt(page, 'vue-sign-in-other-providers')
})
