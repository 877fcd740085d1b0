import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { type BrowserFeatures, launchBrowser, openDevice } from './browser.js'

/** A fresh browser profile with one page: one person's device. */
export type OpenDevice = (options?: BrowserContextOptions) => Promise<Page>

/** One browser for the tests of a file, closed after the last of them. @returns opens a device in it */
export function useBrowser(features?: BrowserFeatures): OpenDevice {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await launchBrowser(features)
  })
  afterAll(() => browser?.close())
  return (options) => {
    if (!browser) throw new Error('devices are opened in tests and hooks, where the browser runs')
    return openDevice(browser, options)
  }
}
