import axe from 'axe-core'
import { createTransport } from 'nodemailer'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../e2e/browser.js'
import { type Mailbox, startMailbox } from '../src/index.js'

const link = 'http://localhost:9/confirm#token=lkvt_1'
const html = `<!doctype html><html lang="en"><head><title>Confirm</title></head><body>
<p style="color: rgb(1, 2, 3)">Hello <a href="${link}">Confirm</a></p>
<img src="http://localhost:9/pixel.gif" alt=""><script>document.body.textContent = 'taken over'</script></body></html>`

describe('the mailbox in a real Chromium', () => {
  let mailbox: Mailbox
  let browser: Browser

  beforeAll(async () => {
    mailbox = await startMailbox({ host: '127.0.0.1' })
    browser = await launchBrowser()
    const transport = createTransport({
      host: '127.0.0.1',
      port: Number(new URL(mailbox.smtpUrl).port),
      ignoreTLS: true,
    })
    const text = `Confirm:\n${link}\n\n042 917\n`
    await transport.sendMail({
      from: 'a@todo.example',
      to: 'mara@mail.example',
      subject: 'Confirm your address',
      text,
      html,
    })
  })
  afterAll(async () => {
    await browser.close()
    await mailbox.close()
  })

  const open = async (options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const page = await browser.newPage(options)
    await page.goto(`${mailbox.url}/`)
    return page
  }

  test('a message is found by its subject and shows code and link, without scripts', async () => {
    const page = await open({ javaScriptEnabled: false })
    await page.getByRole('link', { name: 'Confirm your address' }).click()
    await page.getByText('042917', { exact: true }).waitFor()
    expect(await page.getByRole('link', { name: link }).getAttribute('href')).toBe(link)
    await page.close()
  })

  test('the HTML part keeps its style, runs nothing, fetches nothing and opens its links beside the page', async () => {
    const page = await open()
    const asked: string[] = []
    page.context().on('request', (request) => asked.push(request.url()))
    await page.getByRole('link', { name: 'Confirm your address' }).click()
    const frame = page.frameLocator('iframe')
    const paragraph = frame.getByText('Hello')
    expect(await paragraph.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(1, 2, 3)')
    expect(asked.filter((url) => url.includes(':9/'))).toEqual([])
    const opening = page.context().waitForEvent('page')
    await frame.getByRole('link', { name: 'Confirm' }).click()
    await (await opening).close()
    expect(page.url()).toBe(`${mailbox.url}/messages/1`)
    await page.close()
  })

  test.each(['light', 'dark'] as const)(
    'no page has an accessibility fault in the %s scheme',
    async (colorScheme) => {
      const page = await open({ colorScheme })
      for (const path of ['/', '/messages/1', '/messages/7']) {
        await page.goto(mailbox.url + path)
        await page.evaluate(axe.source)
        const results = (await page.evaluate('axe.run(document, { iframes: false })')) as axe.AxeResults
        expect(results.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
        expect(results.passes.map(({ id }) => id)).toContain('color-contrast')
      }
      await page.close()
    },
  )
})
