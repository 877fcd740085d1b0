import { describe, expect, it } from 'vitest'
import { collectComplaints, isRefusal, lookAt, type Screen, screens } from './look-at-page.js'
import { addTodo, goToProvider, signInAs, signOut } from './sign-in.js'
import { useBrowser } from './use-browser.js'
import { useStack } from './use-stack.js'

const openDevice = useBrowser()
const stack = useStack()

/** Each screen has a person of its own, and with that an empty list. */
const people: Readonly<Record<Screen['screen'], string>> = {
  light: 'Mara Lindqvist',
  dark: 'Tomás Okafor',
  phone: 'Inès Moreau',
  'phone-dark': 'Æsa',
}

describe.each(screens)('on a $screen screen', ({ screen, options }) => {
  it('axe-core finds nothing, nothing is cut off, and no page breaks its own rules', async () => {
    const page = await openDevice(options)
    const complaints = collectComplaints(page)
    const look = (name: string) => lookAt(page, `${name}-${screen}`)

    await page.goto(stack.app)
    await look('landing')
    await page.goto(`${stack.app}/auth/error?error=AccessDenied&code=address_unproven`)
    await look('refused')
    await page.goto(`${stack.app}/auth/ended`)
    await look('ended')
    expect(complaints()).toEqual([])

    await page.goto(`${stack.app}/nowhere`)
    await look('not-found')
    await goToProvider(page, stack)
    await look('provider')
    complaints()

    await signInAs(page, stack, people[screen])
    await look('signed-in-empty')
    await addTodo(page, 'Book the train to Lisbon')
    await addTodo(page, 'Water the plants')
    await addTodo(page, 'A-word-without-any-space-'.repeat(5))
    await page.getByRole('checkbox', { name: 'Water the plants' }).check()
    await page.getByText('Done: Water the plants').waitFor({ state: 'attached' })
    await look('signed-in')
    await page.getByLabel('What needs doing?').fill(' ')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByText('must not be empty').waitFor()
    await look('signed-in-problem')
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click()
    await page.getByText('Deleted: A-word').waitFor({ state: 'attached' })
    await signOut(page, stack)
    // The refusal shown above is also a failed request, which browsers report.
    expect(complaints().filter((text) => !isRefusal(text))).toEqual([])
  })
})

it('everything can be done with the keyboard alone', async () => {
  const page = await openDevice()
  await page.goto(stack.app)
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
  const tabTo = async (text: string) => {
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab')
      if ((await focused()).includes(text)) return
    }
    throw new Error(`Tab never reached ${text}`)
  }

  await page.keyboard.press('Tab')
  expect(await focused()).toBe('Skip to content')
  await tabTo('Continue with Google')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${stack.provider}/**`)
  await tabTo('Noor Haddad')
  await page.keyboard.press('Enter')
  await page.waitForURL(`${stack.app}/todos`)

  await page.getByLabel('What needs doing?').focus()
  await page.keyboard.type('Typed')
  await page.keyboard.press('Enter')
  const todo = page.getByRole('checkbox', { name: 'Typed' })
  await todo.waitFor()
  await todo.focus()
  await page.keyboard.press('Space')
  await page.getByText('Done: Typed').waitFor({ state: 'attached' })
  await tabTo('Delete')
  await page.keyboard.press('Enter')
  await todo.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('title')
})

it('signing in and out works without JavaScript', async () => {
  const page = await openDevice({ javaScriptEnabled: false })
  await signInAs(page, stack, 'Inès Moreau')
  await page.getByRole('heading', { name: 'Inès Moreau' }).waitFor()
  await signOut(page, stack)
  await page.getByRole('button', { name: 'Continue with Google' }).waitFor()
})

it('every page says who may frame it and what it may load', async () => {
  for (const path of ['/', '/todos', '/auth/error', '/auth/ended', '/nowhere', '/api/todos']) {
    const { headers } = await fetch(stack.app + path, { redirect: 'manual' })
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('x-frame-options'), path).toBe('DENY')
    expect(headers.get('referrer-policy'), path).toBe('strict-origin-when-cross-origin')
    if (path.startsWith('/api/')) continue
    const policy = headers.get('content-security-policy')
    expect(policy, path).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}' 'strict-dynamic';/)
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toContain('unsafe')
  }
})
