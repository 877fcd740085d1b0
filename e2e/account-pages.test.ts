import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createAccount } from './create-account.js'
import { collectComplaints, isRefusal, lookAt, screens } from './look-at-page.js'
import { newPerson } from './people.js'
import { codeIn, linkIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'
import { enterCode, go, greeting, openPage, passwordField, sendSignIn, signIn, signUp } from './vue-app.js'

const openDevice = useBrowser()
const stack = useStack()

/** Every page that can be opened by its address while nobody is signed in. */
const publicPages = [
  { path: '/', title: 'Home', heading: 'Sign in, and keep no token in the page.' },
  { path: '/sign-up', title: 'Sign up', heading: 'Sign up' },
  { path: '/sign-in', title: 'Sign in', heading: 'Sign in' },
  { path: '/check-mail', title: 'Check your mail', heading: 'Check your mail' },
  { path: '/forgot-password', title: 'Forgotten password', heading: 'Choose a new password' },
  { path: '/reset-password', title: 'New password', heading: 'Open this page from the message' },
  { path: '/confirm-sign-up', title: 'Confirm your address', heading: 'Open this page from the message' },
  { path: '/nowhere', title: 'Nothing here', heading: 'Nothing here' },
] as const

const focusedHeading = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.activeElement?.closest('h1')?.textContent?.trim())

describe.each(screens)('on a $screen screen', ({ screen, options }) => {
  it('no page of somebody who is not signed in has a fault', async () => {
    const page = await openDevice(options)
    const complaints = collectComplaints(page)
    for (const { path, title, heading } of publicPages) {
      await openPage(page, stack, path, heading)
      expect(await page.title()).toBe(`${title} · Latchkey`)
      await lookAt(page, `vue-${path === '/' ? 'home' : path.slice(1)}-${screen}`)
    }
    await page.goto(`${stack.vueApp}/sign-in`)
    await sendSignIn(page, { ...newPerson(), password: 'a guess' })
    await page.getByText('The email address or the password is wrong.').waitFor()
    await lookAt(page, `vue-sign-in-refused-${screen}`)
    expect(complaints().filter((text) => !isRefusal(text))).toEqual([])

    await page.goto(`${stack.vueApp}/sign-up`)
    await page.getByLabel('Name').fill('Edith')
    await page.getByLabel('Email address').fill(newPerson().email)
    await passwordField(page).fill('short')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('Use at least 8 characters.').waitFor()
    expect(await passwordField(page).getAttribute('aria-invalid')).toBe('true')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).toBe(
      'new-password',
    )
    await lookAt(page, `vue-sign-up-refused-${screen}`)
    await page.getByRole('button', { name: 'Show password' }).click()
    expect(await passwordField(page).getAttribute('type')).toBe('text')
    expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
  })

  it('no page on the way from a sign-up to the account, and no message, has a fault', async () => {
    const person = newPerson('Inès Moreau-Wolfeschlegelsteinhausenbergerdorff')
    const page = await openDevice(options)
    const complaints = collectComplaints(page)
    await signUp(page, stack, person)
    await page.getByRole('link', { name: 'open the development mailbox' }).waitFor()
    await lookAt(page, `vue-check-mail-sent-${screen}`)
    const message = await receiveMail(stack, person.email, 'Confirm your address')

    const elsewhere = await openDevice(options)
    await elsewhere.goto(linkIn(message))
    await passwordField(elsewhere).waitFor()
    await lookAt(elsewhere, `vue-confirm-sign-up-${screen}`)
    await elsewhere.close()

    await enterCode(page, codeIn(message))
    await greeting(page, person).waitFor()
    await lookAt(page, `vue-signed-in-${screen}`)
    await go(page, 'Notes')
    await lookAt(page, `vue-notes-${screen}`)
    await go(page, 'Sessions')
    await page.getByText('This browser', { exact: true }).waitFor()
    await lookAt(page, `vue-sessions-one-${screen}`)
    const other = await openDevice(options)
    await signIn(other, stack, person)
    await other.close()
    await go(page, 'Account')
    await go(page, 'Sessions')
    await page.getByRole('button', { name: /End the session of Chrome/ }).click()
    await page.getByText('That session is ended.').waitFor()
    await lookAt(page, `vue-sessions-${screen}`)
    await go(page, 'Account')
    await lookAt(page, `vue-account-${screen}`)
    expect(await page.title()).toBe('Your account · Latchkey')
    await page.getByLabel('New address').fill(newPerson().email)
    await page.getByRole('button', { name: 'Change the address' }).click()
    await page.getByText('We sent a message to').waitFor()
    await lookAt(page, `vue-account-code-${screen}`)
    await page.goto(`${stack.vueApp}/confirm-email#token=unknown`)
    await page.getByRole('button', { name: 'Yes, this is my address' }).waitFor()
    await lookAt(page, `vue-confirm-email-${screen}`)
    await page.goto(`${stack.vueApp}/reset-password#token=unknown`)
    await page.getByRole('heading', { level: 1, name: 'Choose a new password' }).waitFor()
    await lookAt(page, `vue-reset-password-${screen}`)
    expect(complaints()).toEqual([])
    await page.getByLabel('New password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByRole('link', { name: 'Ask for a new link' }).waitFor()
    await lookAt(page, `vue-dead-link-${screen}`)
    expect(complaints().filter((text) => !isRefusal(text))).toEqual([])

    // As it stands when its reader has stopped it from being read again and again.
    await page.goto(`${stack.mailbox}/`)
    await page.getByRole('link', { name: 'Confirm your address' }).first().waitFor()
    await lookAt(page, `mailbox-${screen}`)
    await page.goto(`${stack.mailbox}/messages/${message.id}`)
    await lookAt(page, `mailbox-message-${screen}`)
    const frame = await page.locator('iframe').boundingBox()
    const inside = await page.frameLocator('iframe').locator('html').boundingBox()
    expect(frame?.height).toBeGreaterThanOrEqual(inside?.height ?? Number.POSITIVE_INFINITY)
    expect(complaints()).toEqual([])
  })

  it('the form for address and password of the Next.js app has no fault, and none when it refuses', async () => {
    const page = await openDevice(options)
    const complaints = collectComplaints(page)
    await page.goto(stack.app)
    await lookAt(page, `next-sign-in-${screen}`)
    await sendSignIn(page, { ...newPerson(), password: 'a guess' })
    await page.getByText('The email address or the password is wrong.').waitFor()
    await lookAt(page, `next-sign-in-refused-${screen}`)
    expect(complaints()).toEqual([])
  })
})

it('a change of page begins at its heading, for keyboard and screen reader, and is named', async () => {
  const person = await createAccount(stack)
  const page = await openDevice()
  await signIn(page, stack, person)
  for (const place of ['Notes', 'Sessions', 'Account'] as const) {
    await go(page, place)
    const heading = `Your ${place.toLowerCase()}`
    await expect.poll(() => focusedHeading(page)).toBe(heading)
    expect(await page.title()).toBe(`${heading} · Latchkey`)
  }
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await expect.poll(() => focusedHeading(page)).toBe('Sign in, and keep no token in the page.')
  await page.getByRole('navigation').getByRole('link', { name: 'Sign up' }).click()
  await expect.poll(() => focusedHeading(page)).toBe('Sign up')
})

it('an account can be opened, used and left with the keyboard alone', async () => {
  const person = newPerson()
  const page = await openDevice()
  await page.goto(`${stack.vueApp}/sign-up`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement
      const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
      return [element?.textContent, ...labels.map((label) => label.textContent)].join(' ').trim()
    })
  const tabTo = async (text: string) => {
    for (let presses = 0; presses < 20; presses++) {
      await page.keyboard.press('Tab')
      if ((await focused()).includes(text)) return
    }
    throw new Error(`Tab never reached ${text}`)
  }
  const type = async (label: string, text: string) => {
    await tabTo(label)
    await page.keyboard.type(text)
  }

  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to content')
  await page.keyboard.press('Enter')
  await type('Name', person.name)
  await type('Email address', person.email)
  await type('Password', person.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await type('Code', codeIn(await receiveMail(stack, person.email, 'Confirm your address')))
  await page.keyboard.press('Enter')
  await greeting(page, person).waitFor()
  await tabTo('Sessions')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /End.*this browser/ }).waitFor()
  await tabTo('End')
  await page.keyboard.press('Enter')
  await page.getByText('You are signed out.').waitFor()
})

it('every page says who may frame it and what it may load', async () => {
  for (const path of ['/', '/sign-in', '/account', '/reset-password', '/nowhere']) {
    const { headers } = await fetch(stack.vueApp + path)
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('referrer-policy'), path).toBe('same-origin')
    const policy = headers.get('content-security-policy')
    expect(policy, path).toContain("default-src 'self'")
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toContain('unsafe')
  }
})
