import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { type DatabaseKind, sqlite } from '../packages/server/test/fixtures/databases.js'
import { keepScreenshot } from './browser.js'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A kind of screen that every page is looked at on. */
export interface Screen {
  readonly screen: 'light' | 'dark' | 'phone' | 'phone-dark'
  readonly options: BrowserContextOptions
}

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 }

export const screens: readonly Screen[] = [
  { screen: 'light', options: { colorScheme: 'light' } },
  { screen: 'dark', options: { colorScheme: 'dark' } },
  { screen: 'phone', options: { ...phone, colorScheme: 'light' } },
  { screen: 'phone-dark', options: { ...phone, colorScheme: 'dark' } },
]

/** How a page looks does not hang on the database: on SQLite it is looked at on every screen, elsewhere on one. */
export const screensOn = (kind: DatabaseKind): readonly Screen[] =>
  kind === sqlite ? screens : screens.slice(0, 1)

/** axe-core finds nothing on the page as it is, and nothing is cut off. Keeps a screenshot under this name. */
export async function lookAt(page: Page, name: string): Promise<void> {
  expect(await findFaults(page), name).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, `${name} scrolls sideways`).toBe(0)
  await keepScreenshot(page, name)
}

async function findFaults(page: Page): Promise<string[]> {
  // As the developer tools do it: the policy of a page would refuse a script that is written into it.
  await page.evaluate(axe)
  const { violations, passes } = await page.evaluate<AxeResults>(
    // Off by default. Who speaks to a button says what they read on it (WCAG 2.5.3).
    "axe.run({ rules: { 'label-content-name-mismatch': { enabled: true } } })",
  )
  expect(passes.length).toBeGreaterThan(5)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}

/** Errors in the console of a page, from now on; a policy that was broken is one. @returns what there was so far */
export function collectComplaints(page: Page): () => string[] {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  return () => complaints.splice(0)
}

/** A refusal that a page shows is a failed request too, and browsers report those. */
export const isRefusal = (complaint: string): boolean =>
  /the server responded with a status of 4\d\d/.test(complaint)
