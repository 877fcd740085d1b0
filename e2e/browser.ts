import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** What one test may take, on a machine that has other things to do. */
export const PATIENCE_MS = 90_000

const screenshots = fileURLToPath(new URL('../test-output/e2e/', import.meta.url))

export interface BrowserFeatures {
  /** Pages that were left stay in memory, as in a browser of a person, for its back button (bfcache). Default: false. */
  readonly backForwardCache?: boolean
}

export async function launchBrowser({ backForwardCache = false }: BrowserFeatures = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: flags,
    ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
  })
}

/** A fresh browser profile with one page: one person's device. */
export async function openDevice(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, ...options })
  context.setDefaultTimeout(PATIENCE_MS / 2)
  return context.newPage()
}

/** Keeps what the page looks like, for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true })
  await page.screenshot({ path: `${screenshots}${name}.png`, fullPage: true })
}

async function findChromium(): Promise<string> {
  const candidates = [process.env['CHROMIUM_PATH'], ...systemPaths, await packagedChromium()]
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (found) return found
  throw new Error(
    'No Chromium was found. Install one (apt-get install -y chromium), or set CHROMIUM_PATH to the one you have.',
  )
}

/** @sparticuz/chromium carries a binary inside an npm package; it is used where somebody installed it. */
async function packagedChromium(): Promise<string | undefined> {
  const name: string = '@sparticuz/chromium'
  try {
    const { default: packaged } = await import(name)
    return await packaged.executablePath()
  } catch {
    return undefined
  }
}
