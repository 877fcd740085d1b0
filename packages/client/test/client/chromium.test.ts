import { fileURLToPath } from 'node:url'
import type { LatchkeyClient } from '@latchkey/client'
import { paths } from '@latchkey/contract'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../../../../e2e/browser.js'
import { alice } from '../door/door.js'
import { type Line, openLine } from '../door/line.js'
import { afterwards } from '../door/page.js'
import { recorder } from '../door/recorder.js'

// What happy-dom only imitates: the real back/forward cache, channels, cloned bodies and opaque redirects.

declare global {
  interface Window {
    latchkey: LatchkeyClient
    shown: string[]
  }
}

let browser: Browser
let script: string

beforeAll(async () => {
  browser = await launchBrowser()
  script = await bundledClient()
}, 90_000)
afterAll(() => browser?.close())

/** The client as a script, made from its source. */
const bundledClient = async (): Promise<string> => {
  const packages = fileURLToPath(new URL('../../../', import.meta.url))
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@latchkey/contract': `${packages}contract/src/index.ts` } },
    build: {
      write: false,
      lib: { entry: `${packages}client/src/index.ts`, formats: ['iife'], name: 'Latchkey' },
    },
  })
  const [result] = Array.isArray(output) ? output : [output]
  const [file] = result !== undefined && 'output' in result ? result.output : []
  return file?.type === 'chunk' ? file.code : ''
}

const html = `<!doctype html><title>app</title><p id="who"></p><p id="why"></p><script src="/client.js"></script><script>
  window.latchkey = Latchkey.createLatchkeyClient()
  window.shown = []
  const show = () => {
    const state = latchkey.getState()
    const text = state.status === 'signed_in' ? 'Hello ' + state.user.email : state.status
    document.getElementById('why').textContent = state.reason ?? ''
    document.getElementById('who').textContent = text
    window.shown.push(text)
  }
  latchkey.subscribe(show)
  show()
  latchkey.start()
</script>`

/** A browser profile and the site it visits. */
const openSite = async (): Promise<{ line: Line; context: BrowserContext; newTab: () => Promise<Page> }> => {
  const line = await openLine()
  afterwards(line.close)
  for (const path of ['/', '/other']) {
    line.answer(path, (_request, response) => {
      response.setHeader('content-type', 'text/html').end(html)
    })
  }
  line.answer('/client.js', (_request, response) => {
    response.setHeader('content-type', 'text/javascript').end(script)
  })
  const context = await browser.newContext()
  afterwards(() => context.close())
  const newTab = async () => {
    const page = await context.newPage()
    await page.goto(line.url)
    await page.waitForFunction(() => window.latchkey.getState().status !== 'unknown')
    return page
  }
  return { line, context, newTab }
}

const signIn = (page: Page) => page.evaluate((person) => window.latchkey.signIn(person), alice)
const shows = (page: Page, text: string) =>
  expect.poll(() => page.textContent('#who'), { timeout: 10_000 }).toBe(text)

test('two tabs sign in and out together, and the page can read no cookie but the CSRF token', async () => {
  const { newTab } = await openSite()
  const one = await newTab()
  const other = await newTab()
  await signIn(one)
  await shows(other, 'Hello alice@example.com')
  expect(await other.evaluate(() => document.cookie)).toMatch(/^XSRF-TOKEN=[^;]+$/)
  await other.evaluate(() => window.latchkey.signOut())
  await shows(one, 'signed_out')
})

test('who signs out everywhere is signed out in the tabs of the other browser too, without a click, and there it says why', async () => {
  const { line, newTab } = await openSite()
  const looked = await newTab()
  const hidden = await newTab()
  await signIn(looked)
  await shows(hidden, 'Hello alice@example.com')
  const waiting = `GET ${paths.sessionEvents}`
  await expect.poll(() => line.calls.includes(waiting)).toBe(true)
  // One connection for all tabs of a browser: over HTTP/1.1 there are six.
  expect(line.calls.filter((call) => call === waiting)).toHaveLength(1)
  const elsewhere = await browser.newContext()
  afterwards(() => elsewhere.close())
  const other = await elsewhere.newPage()
  await other.goto(line.url)
  await signIn(other)
  await expect.poll(() => line.calls.filter((call) => call === waiting)).toHaveLength(2)
  await other.evaluate(() => window.latchkey.signOutEverywhere())
  for (const tab of [looked, hidden]) {
    await shows(tab, 'signed_out')
    expect(await tab.textContent('#why')).toBe('signed_out_elsewhere')
  }
  expect(await other.textContent('#why')).toBe('signed_out')
})

test('the back button after a sign-out shows nobody', async () => {
  const { newTab, line } = await openSite()
  const page = await newTab()
  await signIn(page)
  await shows(page, 'Hello alice@example.com')
  await page.goto(`${line.url}/other`)
  await page.evaluate(() => window.latchkey.ready())
  await page.evaluate(() => window.latchkey.signOut())
  await page.goBack()
  await shows(page, 'signed_out')
})

test('a sign-out goes through though the page is left at once', async () => {
  const { newTab, line } = await openSite()
  const page = await newTab()
  await signIn(page)
  const late = line.holdRequest('DELETE /session')
  await page.evaluate(() => {
    void window.latchkey.signOut()
  })
  await late.arrived
  await page.goto('about:blank')
  late.letGo()
  await page.goto(line.url)
  await shows(page, 'signed_out')
})

test('without a network a sign-out is shown, survives a reload and is finished later', async () => {
  const { newTab, context, line } = await openSite()
  const page = await newTab()
  await signIn(page)
  await context.setOffline(true)
  await page.evaluate(() => window.latchkey.signOut())
  await shows(page, 'signed_out')
  const late = line.holdRequest('DELETE /session')
  await context.setOffline(false)
  await late.arrived
  await page.goto(line.url)
  expect(await page.evaluate(() => window.shown)).not.toContain('Hello alice@example.com')
  late.letGo()
  await expect.poll(() => page.evaluate(() => window.localStorage.length)).toBe(0)
  expect(await (await newTab()).textContent('#who')).toBe('signed_out')
})

test('the page’s own API gets the token, also when it has to be read anew, and no redirect takes it away', async () => {
  const { newTab, line } = await openSite()
  const page = await newTab()
  await signIn(page)
  const api = recorder()
  line.answer('/api', (request, response) => {
    line.answer('/api', api.listener)
    request.resume()
    response.writeHead(403, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ reason: 'csrf_token_invalid' }))
  })
  const status = await page.evaluate(async () => {
    const response = await window.latchkey.fetch('/api', { method: 'POST', body: 'once' })
    return response.status
  })
  expect(status).toBe(200)
  expect(api.heard).toMatchObject([{ body: 'once', hasCookie: true, token: expect.any(String) }])

  const elsewhere = await openLine()
  afterwards(elsewhere.close)
  const thief = recorder()
  elsewhere.answer('/', thief.listener)
  line.answer('/api', (_request, response) => response.writeHead(307, { location: elsewhere.url }).end())
  const failure = page.evaluate(() =>
    window.latchkey.fetch('/api', { method: 'POST' }).then(() => 'followed'),
  )
  await expect(failure).rejects.toThrow(/was redirected/)
  expect(thief.heard).toEqual([])
})
