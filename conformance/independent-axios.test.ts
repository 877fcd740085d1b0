import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createLatchkey, type Latchkey, type Listening, listen } from '@latchkey/server'
import { type Mailbox, startMailbox } from '@latchkey/testkit'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, PATIENCE_MS } from '../e2e/browser.js'
import { freePorts } from '../e2e/free-ports.js'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'

/** Next to the entry that Node gets: the package exports no path to it. */
const AXIOS = join(dirname(createRequire(import.meta.url).resolve('axios')), '../axios.min.js')

/** A page that knows nothing of Latchkey and has axios, as it comes. */
const PAGE = '<!doctype html><title>A page with axios</title><script src="/axios.js"></script>'

describe('axios in a page, with its defaults', { timeout: PATIENCE_MS }, () => {
  let database: TestDatabase
  let mailbox: Mailbox
  let latchkey: Latchkey
  let listening: Listening
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    const axios = await readFile(AXIOS, 'utf8')
    const [port = 0] = await freePorts(1)
    const origin = `http://localhost:${port}`
    database = await sqlite.create()
    mailbox = await startMailbox()
    latchkey = await createLatchkey({
      issuer: origin,
      secrets: ['axios-secret-axios-secret-axios-secret-01'],
      database: database.url,
      browser: { topology: { kind: 'same-origin', app: origin } },
      mail: { smtp: mailbox.smtpUrl },
      logLevel: 'silent',
    })
    listening = await listen(
      async (request, source) => {
        const { pathname } = new URL(request.url)
        if (pathname === '/') return new Response(PAGE, { headers: { 'content-type': 'text/html' } })
        if (pathname === '/axios.js')
          return new Response(axios, { headers: { 'content-type': 'text/javascript' } })
        return latchkey.fetch(request, source)
      },
      { port },
    )
    browser = await launchBrowser()
    page = await browser.newPage()
    await page.goto(origin)
  })

  afterAll(async () => {
    await browser?.close()
    await listening?.close()
    await latchkey?.close()
    await mailbox?.close()
    await database?.drop()
  })

  /** One call of axios in the page. @returns the status, and the body */
  const call = (method: string, url: string, data?: unknown): Promise<{ status: number; data: unknown }> =>
    page.evaluate(
      async ({ method, url, data }) => {
        const { axios } = globalThis as unknown as { axios: AxiosInPage }
        const { status, data: body } = await axios.request({ method, url, data, validateStatus: null })
        return { status, data: body }
      },
      { method, url, data },
    )

  it('signs up, confirms, signs out and in again, and every change carries the CSRF token by itself', async () => {
    const person = { email: 'ada@example.com', password: 'correct horse battery' }
    expect(await call('get', '/session')).toMatchObject({ data: { status: 'signed_out' } })
    expect(await call('post', '/account/sign-up', person)).toMatchObject({ status: 202 })
    const { code } = await mailbox.waitFor({ to: person.email })
    expect(await call('post', '/account/sign-up/confirm', { code })).toMatchObject({
      data: { status: 'signed_in', user: { email: person.email } },
    })
    expect(await call('patch', '/account', { name: 'Ada' })).toMatchObject({
      data: { user: { name: 'Ada' } },
    })
    expect(await call('delete', '/session')).toMatchObject({ data: { status: 'signed_out' } })
    expect(await call('post', '/session', person)).toMatchObject({ data: { status: 'signed_in' } })
  })

  it('without the header the same request is refused', async () => {
    const refused = await page.evaluate(async () => {
      const response = await fetch('/session', { method: 'DELETE' })
      return { status: response.status, body: await response.json() }
    })
    expect(refused).toMatchObject({ status: 403, body: { reason: 'csrf_token_missing' } })
    expect(await call('get', '/session')).toMatchObject({ data: { status: 'signed_in' } })
  })
})

interface AxiosInPage {
  request(config: {
    method: string
    url: string
    data: unknown
    validateStatus: null
  }): Promise<{ status: number; data: unknown }>
}
