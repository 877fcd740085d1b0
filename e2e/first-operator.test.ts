import { startMailbox } from '@latchkey/testkit'
import type { Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { makeCommandFolder, SERVER_MODULE } from '../packages/server/test/fixtures/command.js'
import { databaseKinds } from '../packages/server/test/fixtures/databases.js'
import { PATIENCE_MS } from './browser.js'
import { freePorts } from './free-ports.js'
import { collectComplaints, lookAt, screensOn } from './look-at-page.js'
import { newPerson } from './people.js'
import { codeIn, receiveMail } from './receive-mail.js'
import { useBrowser } from './use-browser.js'

vi.setConfig({ testTimeout: 2 * PATIENCE_MS, hookTimeout: PATIENCE_MS })

/** Browsers look for one, and this server has none. */
const isNoIcon = (complaint: string): boolean => /status of 404/.test(complaint)

const LINK = /^ {2}(http:\S+\/admin\/first-operator#token=\S+)$/m

describe.each(databaseKinds)('the first operator on $name', (kind) => {
  const openDevice = useBrowser()

  /** A server that was started on a new database, as its operator starts it. */
  const startServer = async () => {
    const [port = 0, appPort = 0] = await freePorts(2)
    const database = await kind.createEmpty()
    const mailbox = await startMailbox()
    const folder = await makeCommandFolder({
      LATCHKEY_ISSUER: `http://localhost:${port}`,
      LATCHKEY_SECRET: 'a-root-secret-of-a-test-0123456789abcdef',
      LATCHKEY_DATABASE: database.url,
      LATCHKEY_SMTP: mailbox.smtpUrl,
    })
    await folder.write(
      'latchkey.config.mjs',
      `import { hostedPages } from '${SERVER_MODULE}'
       export default {
         service: 'Notes',
         browser: {
           topology: { kind: 'sub-domain', app: 'http://localhost:${appPort}' },
           pages: hostedPages(),
         },
       }`,
    )
    const start = () => folder.start(['start', '--port', String(port)])
    return {
      home: `http://localhost:${port}`,
      mailbox: mailbox.url,
      start,
      [Symbol.asyncDispose]: async () => {
        await folder[Symbol.asyncDispose]()
        await mailbox.close()
        await database.drop()
      },
    }
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

  it('is who opens the link that a new server prints, signs up and takes it; then it prints none', async () => {
    await using server = await startServer()
    const person = newPerson('Olive First')
    await using running = server.start()
    const [, link = ''] = await running.tells(LINK)
    const page = await openDevice()
    const complaints = collectComplaints(page)
    await page.goto(link)
    await heading(page, 'The first operator')
    // Neither the history of the browser nor the page people sign in on has it from here.
    expect(page.url()).toBe(`${server.home}/admin/first-operator`)
    await lookAt(page, `first-operator-${kind.name}-signed-out`)
    await page.getByRole('button', { name: 'Sign in or sign up' }).click()
    await page.getByRole('link', { name: 'Sign up' }).click()
    expect(page.url()).not.toContain('lkfo_')
    for (const [field, text] of Object.entries(person))
      await page.locator(`input[name="${field}"]`).fill(text)
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page
      .getByLabel('Code')
      .fill(codeIn(await receiveMail(server, person.email, 'Confirm your address')))
    await page.keyboard.press('Enter')
    await page.getByText(`You are signed in as ${person.email}.`).waitFor()
    await lookAt(page, `first-operator-${kind.name}-signed-in`)
    await page.getByRole('button', { name: 'Become the operator' }).click()
    await heading(page, 'Overview')
    expect(complaints().filter((complaint) => !isNoIcon(complaint))).toEqual([])

    // Somebody else who finds the link later.
    const stranger = await openDevice()
    await stranger.goto(link)
    await stranger.getByRole('button', { name: 'Sign in or sign up' }).click()
    await stranger.locator('input[name="email"]').fill(person.email)
    await stranger.locator('input[name="password"]').fill(person.password)
    await stranger.getByRole('button', { name: 'Sign in' }).click()
    await stranger.getByRole('button', { name: 'Become the operator' }).click()
    await stranger.getByText('This link has expired or was used already.').waitFor()

    const { code, stdout } = await running.signal('SIGTERM')
    expect([code, stdout.includes('lkfo_')]).toEqual([0, false])
    await using again = server.start()
    await again.says(/answers at/)
    expect((await again.signal('SIGTERM')).stderr).toBe('')
  })

  it('is told on every kind of screen what to do, also without the whole link', async () => {
    await using server = await startServer()
    await using running = server.start()
    const [, link = ''] = await running.tells(LINK)
    for (const { screen, options } of screensOn(kind)) {
      const page = await openDevice(options)
      await page.goto(link.replace(/#.*/, ''))
      await page.getByText('This page needs the whole link').waitFor()
      await lookAt(page, `first-operator-${kind.name}-no-link-${screen}`)
      await page.goto('about:blank')
      await page.goto(link)
      await page.getByRole('button', { name: 'Sign in or sign up' }).waitFor()
      await lookAt(page, `first-operator-${kind.name}-${screen}`)
      await page.context().close()
    }
  })
})
