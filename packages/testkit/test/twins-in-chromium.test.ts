import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../e2e/browser.js'
import { type Providers, startProviders } from '../src/index.js'

const complaintsOf = async (page: Page) => {
  await page.evaluate(axe.source)
  const results = (await page.evaluate('axe.run()')) as axe.AxeResults
  expect(results.passes.map(({ id }) => id)).toContain('color-contrast')
  return results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
}

describe('the providers in a real Chromium', () => {
  let providers: Providers
  let browser: Browser
  let application: Server
  let callback: string

  beforeAll(async () => {
    providers = await startProviders()
    browser = await launchBrowser()
    // Shows what arrived, by address or by form.
    application = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.end(`${request.method} ${request.headers.origin ?? 'no origin'} ${request.url} ${body}`)
    })
    await new Promise<void>((resolve) => application.listen(0, 'localhost', resolve))
    callback = `http://localhost:${(application.address() as AddressInfo).port}/callback`
  })
  afterAll(async () => {
    await browser.close()
    await providers.close()
    application.close()
    application.closeAllConnections()
  })

  const pages: Record<string, () => string> = {
    Google: () => authorizeUrl(`${providers.google.url}/authorize`, providers.google.client.id),
    GitHub: () => authorizeUrl(`${providers.github.url}/login/oauth/authorize`, providers.github.client.id),
    Facebook: () =>
      authorizeUrl(`${providers.facebook.url}/v23.0/dialog/oauth`, providers.facebook.client.id),
    Microsoft: () =>
      authorizeUrl(`${providers.microsoft.url}/common/oauth2/v2.0/authorize`, providers.microsoft.client.id),
    Apple: () =>
      `${authorizeUrl(`${providers.apple.url}/auth/authorize`, providers.apple.client.id)}&response_mode=form_post`,
    Auth0: () => authorizeUrl(`${providers.auth0.url}/authorize`, providers.auth0.client.id),
  }
  const authorizeUrl = (endpoint: string, client_id: string): string => {
    const request = { client_id, redirect_uri: callback, response_type: 'code', scope: 'openid email' }
    return `${endpoint}?${new URLSearchParams(request)}`
  }
  const urlOf = (name: string): string => pages[name]?.() ?? ''

  test.each(Object.keys(pages))(
    '%s: the page has no accessibility fault, in light and in dark, and blocks nothing of its own',
    async (name) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ colorScheme })
        const complaints: string[] = []
        page.on('console', (message) => complaints.push(message.text()))
        await page.goto(urlOf(name))
        await page.getByText(`It stands for ${name}.`).waitFor()
        expect(await complaintsOf(page)).toEqual([])
        const picture = page.getByRole('button').first().locator('img')
        expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(96)
        expect(complaints).toEqual([])
        await page.close()
      }
    },
  )

  test.each(['Google', 'GitHub', 'Facebook', 'Microsoft', 'Auth0'])(
    '%s: one click leads back to the application, without scripts',
    async (name) => {
      const page = await browser.newPage({ javaScriptEnabled: false })
      await page.goto(urlOf(name))
      await page.locator('button.person').first().click()
      await page.getByText(/^GET .*code=/).waitFor()
      await page.close()
    },
  )

  test('Apple: a second click posts the answer, from the origin of the provider, without scripts', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(urlOf('Apple'))
    await page.getByRole('button', { name: 'Mara Lindqvist' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    const arrived = await page.getByText(/^POST /).textContent()
    expect(arrived).toMatch(new RegExp(`^POST ${providers.url} /callback code=`))
    expect(arrived).toContain('user=%7B%22email%22')
    await page.close()
  })

  test('Apple: the page between has no accessibility fault', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme })
      await page.goto(urlOf('Apple'))
      await page.getByRole('button', { name: 'Cancel' }).click()
      await page.getByRole('button', { name: 'Continue' }).waitFor()
      expect(await complaintsOf(page)).toEqual([])
      await page.close()
    }
  })

  test('the panel has no accessibility fault, whatever is switched', async () => {
    providers.github.misbehave({ slow: 20, noEmail: true })
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ colorScheme })
      await page.goto(providers.url)
      for (const client of await page.locator('summary').all()) await client.click()
      expect(await complaintsOf(page)).toEqual([])
      await page.close()
    }
    providers.github.behave()
  })

  test('a switch is set by its label and put back by a button, without scripts', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(providers.url)
    const section = page.getByRole('region', { name: 'Facebook' })
    await section.getByLabel('Every sign-in is cancelled').check()
    await section.getByRole('button', { name: 'Set the switches of Facebook' }).click()
    await section.getByText('Misbehaves: deny.').waitFor()
    expect(await section.getByLabel('Every sign-in is cancelled').isChecked()).toBe(true)

    await page.goto(urlOf('Facebook'))
    await page.getByText(/^GET .*error_reason=user_denied/).waitFor()

    await page.goto(providers.url)
    await section.getByRole('button', { name: 'Put every switch of Facebook back' }).click()
    await section.getByText('Behaves.').waitFor()
    await page.close()
  })
})
