import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { keepScreenshot, launchBrowser, openDevice, PATIENCE_MS } from './browser.js'
import { addTodo, goToProvider, signInAs, signOut } from './sign-in.js'
import {
  choosePorts,
  createDataFolder,
  removeDataFolder,
  START_PATIENCE_MS,
  type Stack,
  startStack,
} from './stack.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: START_PATIENCE_MS })

let browser: Browser
let stack: Stack

beforeAll(async () => {
  browser = await launchBrowser()
  stack = await startStack(await choosePorts(), await createDataFolder())
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  if (stack) await removeDataFolder(stack.data)
})

/** What axe-core objects to on the page as it is. */
async function findFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations, passes } = await page.evaluate<AxeResults>('axe.run()')
  expect(passes.length).toBeGreaterThan(5)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

interface Device {
  device: string
  /** Each has a person of its own, and with that an empty list. */
  person: string
  options: BrowserContextOptions
}

const devices: Device[] = [
  { device: 'light', person: 'Mara Lindqvist', options: { colorScheme: 'light' } },
  { device: 'dark', person: 'Tomás Okafor', options: { colorScheme: 'dark' } },
  {
    device: 'phone',
    person: 'Inès Moreau',
    options: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  },
]

describe.each(devices)('on a $device screen', ({ device, person, options }) => {
  it('axe-core finds nothing, nothing is cut off, and no page breaks its own rules', async () => {
    const page = await openDevice(browser, options)
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))

    const look = async (name: string) => {
      expect(await findFaults(page), name).toEqual([])
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow, `${name} scrolls sideways`).toBe(0)
      await keepScreenshot(page, `${name}-${device}`)
    }

    await page.goto(stack.app)
    await look('landing')
    await page.goto(`${stack.app}/auth/error?error=AccessDenied&code=address_unproven`)
    await look('refused')
    await page.goto(`${stack.app}/auth/ended`)
    await look('ended')
    expect(complaints).toEqual([])

    await page.goto(`${stack.app}/nowhere`)
    await look('not-found')
    await goToProvider(page, stack)
    await look('provider')
    complaints.length = 0

    await signInAs(page, stack, person)
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
    expect(complaints.filter((text) => !text.includes('400 (Bad Request)'))).toEqual([])
  })
})

it('everything can be done with the keyboard alone', async () => {
  const page = await openDevice(browser)
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
  const page = await openDevice(browser, { javaScriptEnabled: false })
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
