import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import { createAccount } from './create-account.js'
import { lookAt, screens } from './look-at-page.js'
import {
  behave,
  chooseWithoutReturning,
  leaveFor,
  linkTo,
  misbehave,
  signInWith,
  type TwinName,
} from './providers.js'
import { linkIn, mailTo, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { greeting, signInLink } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack()
afterEach(async () => {
  for (const twin of ['google', 'github', 'facebook'] as const) await behave(stack, twin)
})

const mara = { name: 'Mara Lindqvist' }
/** Has no address at Facebook: none that somebody else may have proved. */
const tomas = { name: 'Tomás Okafor' }

/** What the sign-in page says, once it says something. */
const complaint = (page: Page) => page.getByRole('alert').filter({ hasText: /./ })

async function expectRefusal(page: Page, sentence: RegExp): Promise<void> {
  await complaint(page).getByText(sentence).waitFor()
  const { pathname, searchParams } = new URL(page.url())
  expect(pathname).toBe('/sign-in')
  expect([...searchParams.keys()]).not.toContain('error')
  await signInLink(page).waitFor()
  expect((await page.context().cookies(stack.vueApp)).map(({ name }) => name)).not.toContain('latchkey')
}

/** Goes to a provider and chooses Mara there, and does something before the browser is back. */
async function comeBackAfter(page: Page, twin: TwinName, act: () => Promise<void>): Promise<void> {
  await page.goto(`${stack.vueApp}/sign-in`)
  await leaveFor(page, twin)
  const back = await chooseWithoutReturning(page, mara.name)
  await act()
  await page.goto(back)
}

it('who does not consent comes back to a page that says so, and arrives where they wanted to go at the next try', async () => {
  const page = await openDevice()
  await page.goto(`${stack.vueApp}/notes`)
  await leaveFor(page, 'github')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expectRefusal(page, /You came back from GitHub without consenting/)
  await page.reload()
  await signInLink(page).waitFor()
  expect(await complaint(page).count()).toBe(0)

  await leaveFor(page, 'github')
  await page.getByRole('button', { name: mara.name }).click()
  await page.getByRole('heading', { level: 1, name: 'Your notes' }).waitFor()
})

it.each<TwinName>(['google', 'github', 'facebook'])(
  'consent that %s says was denied signs nobody in',
  async (twin) => {
    await misbehave(stack, twin, { deny: 'on' })
    const page = await openDevice()
    await page.goto(`${stack.vueApp}/sign-in`)
    await linkTo(page, twin).click()
    await expectRefusal(page, /without consenting/)
  },
)

it.each<[TwinName, string, RegExp]>([
  ['google', 'wrongAudience', /answer from Google could not be trusted/],
  ['google', 'wrongNonce', /answer from Google could not be trusted/],
  ['google', 'wrongIssuer', /answer from Google could not be trusted/],
  ['google', 'expired', /answer from Google could not be trusted/],
  ['google', 'badSignature', /answer from Google could not be trusted/],
  ['google', 'wrongResponseIssuer', /did not come from Google/],
  ['google', 'replayedCode', /not accepted by Google any more/],
  ['github', 'replayedCode', /not accepted by GitHub any more/],
  ['facebook', 'replayedCode', /not accepted by Facebook any more/],
  ['github', 'wrongState', /not begun in this browser/],
])('%s with %s is refused, and the page says what to do', async (twin, name, sentence) => {
  await misbehave(stack, twin, { [name]: 'on' })
  const page = await openDevice()
  const person = twin === 'facebook' ? tomas : mara
  await signInWith(page, stack, twin, person.name)
  await expectRefusal(page, sentence)

  await behave(stack, twin)
  await signInWith(page, stack, twin, person.name)
  await greeting(page, person).waitFor()
})

it.each<[TwinName, Readonly<Record<string, string>>]>([
  ['google', { down: 'on' }],
  ['github', { down: 'on' }],
  ['github', { failing: 'on' }],
  ['facebook', { garbage: 'on' }],
  ['github', { slow: '20000' }],
])('%s that is %j when it is asked gives no usable answer, which is said', async (twin, switches) => {
  const page = await openDevice()
  await comeBackAfter(page, twin, () => misbehave(stack, twin, switches))
  await expectRefusal(page, /There was no usable answer from/)
})

it.each<[TwinName, string]>([
  ['google', 'backChannelDown'],
  ['google', 'backChannelFailing'],
  ['github', 'backChannelDown'],
  ['facebook', 'backChannelFailing'],
])('%s with %s lets a person choose, who then reads that there was no usable answer', async (twin, name) => {
  await misbehave(stack, twin, { [name]: 'on' })
  const page = await openDevice()
  await signInWith(page, stack, twin, mara.name)
  await expectRefusal(page, /There was no usable answer from/)
})

it('a token that Facebook has issued to another application is refused there, for the proof is by another secret', async () => {
  await misbehave(stack, 'facebook', { tokenOfAnotherApp: 'on' })
  const page = await openDevice()
  await signInWith(page, stack, 'facebook', tomas.name)
  await expectRefusal(page, /This was refused by Facebook/)
})

it('a redirect URI that GitHub does not know ends on a page that says the set-up is wrong', async () => {
  await misbehave(stack, 'github', { redirectUriNotRegistered: 'on' })
  const page = await openDevice()
  await page.goto(`${stack.vueApp}/sign-in`)
  await linkTo(page, 'github').click()
  await expectRefusal(page, /GitHub is not set up rightly/)
})

it('a provider that is only slow signs in all the same', async () => {
  const page = await openDevice()
  await comeBackAfter(page, 'github', () => misbehave(stack, 'github', { slow: '500' }))
  await greeting(page, mara).waitFor()
})

it('an address that a provider has not verified does not open the account of whoever has proved it, who is told by mail', async () => {
  const owner = await createAccount(stack, {
    name: 'Inès Moreau',
    email: 'ines.moreau@post.example',
    password: 'a heron stood in the reeds',
  })
  await misbehave(stack, 'github', { unverifiedEmail: 'on' })
  const page = await openDevice()
  // At GitHub she goes by her login.
  await signInWith(page, stack, 'github', 'ines')
  await expectRefusal(page, /GitHub has not verified that it is yours. Look into your mail/)
  const message = await receiveMail(stack, owner.email, /Signing in to .* with GitHub/)
  expect(linkIn(message)).toBe(`${stack.vueApp}/sign-in`)
  expect((await mailTo(stack, owner.email)).filter(({ subject }) => subject.includes('GitHub'))).toHaveLength(
    1,
  )
})

it('an answer that belongs to another browser signs nobody in', async () => {
  const attacker = await openDevice()
  await attacker.goto(`${stack.vueApp}/sign-in`)
  await leaveFor(attacker, 'google')
  const kept = await chooseWithoutReturning(attacker, 'Tomás Okafor')
  const victim = await openDevice()
  await victim.goto(kept)
  await expectRefusal(victim, /not begun in this browser/)
})

it('whatever a stranger writes into the address, only sentences of ours are shown', async () => {
  const page = await openDevice()
  await page.goto(`${stack.vueApp}/sign-in?error=${encodeURIComponent('<b>Pay me</b>')}&provider=Pay%20me`)
  await expectRefusal(page, /^Going on with the provider did not work/)
  expect(await page.locator('main').innerHTML()).not.toContain('Pay me')
})

describe.each(screens)('on a $screen screen', ({ screen, options }) => {
  it('the page that says why has no fault', async () => {
    const page = await openDevice(options)
    await page.goto(`${stack.vueApp}/sign-in?error=address_unproven&provider=github`)
    await complaint(page).waitFor()
    await page.getByRole('link', { name: 'Continue with Google' }).waitFor()
    await lookAt(page, `vue-sign-in-refused-by-provider-${screen}`)
  })
})
