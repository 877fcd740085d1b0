import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../e2e/browser.js'
import { type DevelopmentProvider, startDevelopmentProvider } from '../src/index.js'
import { authorizeUrl } from './visit.js'

describe('in a real Chromium', () => {
  let provider: DevelopmentProvider
  let browser: Browser
  const servers: Server[] = []

  const serve = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    return `http://localhost:${(server.address() as AddressInfo).port}`
  }

  /** An application whose callback leads on to a frontend on yet another origin, as split stacks do. */
  let callback: string

  beforeAll(async () => {
    provider = await startDevelopmentProvider()
    browser = await launchBrowser()
    const frontend = await serve((_, response) => response.end('signed in'))
    const api = await serve(({ url = '' }, response) =>
      response.writeHead(302, { location: frontend + url.replace('/callback', '/') }).end(),
    )
    callback = `${api}/callback`
  })
  afterAll(async () => {
    await browser.close()
    await provider.close()
    for (const server of servers) {
      server.close()
      server.closeAllConnections()
    }
  })

  const open = async (options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const page = await browser.newPage(options)
    await page.goto(authorizeUrl(provider, { redirect_uri: callback }))
    return page
  }

  test('choosing a person leads through the callback to the frontend, without scripts', async () => {
    const page = await open({ javaScriptEnabled: false })
    await page.getByRole('button', { name: 'Mara Lindqvist' }).click()
    await page.getByText('signed in').waitFor()
    expect(new URL(page.url()).searchParams.get('code')).toMatch(/^lkdev_ac_/)
    await page.close()
  })

  test('somebody new is typed in by label, after a fault that takes the focus', async () => {
    const page = await open()
    await page.getByLabel('Name').fill('Ada van Dyck')
    await page.getByLabel('Email address').fill('ada@')
    await page.getByRole('button', { name: 'Sign in as this person' }).click()
    await page.getByText('Enter an address like mara@mail.example.').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('email')
    await page.getByLabel('Email address').fill('ada@mail.example')
    await page.getByLabel('The address is verified').check()
    await page.getByRole('button', { name: 'Sign in as this person' }).click()
    await page.getByText('signed in').waitFor()
    await page.close()
  })

  test.each(['light', 'dark'] as const)(
    'the page has no accessibility fault in the %s scheme',
    async (colorScheme) => {
      const page = await open({ colorScheme })
      await page.getByRole('button', { name: 'Sign in as this person' }).click()
      await page.getByText('Enter a name.').waitFor()
      await page.evaluate(axe.source)
      const results = (await page.evaluate('axe.run()')) as axe.AxeResults
      expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      expect(results.passes.map(({ id }) => id)).toContain('color-contrast')
      await page.close()
    },
  )

  test('nothing on the page is blocked by its own policy', async () => {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(authorizeUrl(provider, { redirect_uri: callback }))
    expect(await page.locator('h1').evaluate((heading) => getComputedStyle(heading).fontSize)).toBe('24px')
    const picture = page.getByRole('button').first().locator('img')
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(96)
    expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([])
    await page.close()
  })
})
