import { once } from 'node:events'
import { request } from 'node:http'
import { safeReturnTo } from '@latchkey/client'
import { CSRF_HEADER, paths } from '@latchkey/contract'
import { type Listening, listen } from '@latchkey/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  APP,
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { addressOf, bodyOf, changingRoutes, endingRoutes } from './fixtures/browser-routes.js'
import { outboxSettled } from './fixtures/database-dump.js'

// Somebody who asks for a message to the victim says the server has another name, so that the link in it leads to him.

const EVIL = 'attacker.example'
const LIES: Readonly<Record<string, string>> = {
  host: EVIL,
  forwarded: `for=192.0.2.1;host=${EVIL};proto=https`,
  'x-forwarded-host': EVIL,
  'x-forwarded-server': EVIL,
  'x-forwarded-proto': 'https',
  'x-forwarded-port': '8443',
  'x-forwarded-prefix': `//${EVIL}`,
  'x-host': EVIL,
  'x-original-url': `https://${EVIL}/`,
  'x-original-host': EVIL,
  'x-rewrite-url': `https://${EVIL}/`,
  referer: `https://${EVIL}/`,
}

let house: TestBrowserDoor
let database: TestDatabase
let server: Listening
beforeAll(async () => {
  database = await sqlite.create()
  house = await startTestBrowserDoor({ database })
  server = await listen((...call) => house.latchkey.fetch(...call), { port: 0 })
})
afterAll(async () => {
  await server.close()
  await house[Symbol.asyncDispose]()
  await database.drop()
})

/** A request over HTTP with every lie in it. */
const lie = async (browser: TestBrowser, method: string, path: string, body: unknown): Promise<number> => {
  const text = JSON.stringify(body)
  const { csrfToken } = await browser.readState()
  const sent = request({
    port: server.port,
    host: 'localhost',
    method,
    path,
    headers: {
      ...LIES,
      cookie: [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; '),
      [CSRF_HEADER]: csrfToken,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    },
  }).end(text)
  const [answer] = await once(sent, 'response')
  answer.resume()
  return answer.statusCode
}

test('the links in every message lead to the app, and no message names the host a request claimed', async () => {
  const ada = house.openBrowser()
  await house.signUp(ada)
  house.mailbox.clear()
  const newcomer = house.openBrowser()
  await newcomer.send('POST', paths.signUp, { email: 'grace@example.com', password: PASSWORD })
  const acts: readonly (readonly [TestBrowser, string, unknown])[] = [
    [house.openBrowser(), paths.signUp, { email: 'new@example.com', password: PASSWORD }],
    [house.openBrowser(), paths.signUp, { email: 'ada@example.com', password: PASSWORD }],
    [newcomer, paths.resendSignUp, {}],
    [house.openBrowser(), paths.forgotPassword, { email: 'ada@example.com' }],
    [ada, paths.changeEmail, { email: 'ada@new.example' }],
  ]
  for (const [browser, path, body] of acts) expect(await lie(browser, 'POST', path, body), path).toBe(202)
  // A new password takes the change of address back, and with it a message that has not been written.
  await outboxSettled(database)
  const changed = { currentPassword: PASSWORD, newPassword: 'another good phrase' }
  expect(await lie(ada, 'POST', paths.changePassword, changed)).toBe(200)
  await outboxSettled(database)

  expect(house.mailbox.messages).toHaveLength(acts.length + 2)
  for (const mail of house.mailbox.messages) {
    const whole = [mail.text, mail.html, mail.subject, ...Object.values(mail.headers)].join('\n')
    expect(whole).not.toContain(EVIL)
    expect(whole).not.toContain(':8443')
    const links = [...`${mail.text}\n${mail.html}`.matchAll(/\bhttps?:\/\/[^\s"'<>]+/g)].map(([link]) => link)
    for (const link of links) expect(new URL(link).origin, link).toBe(APP)
  }
  const tokens = house.mailbox.messages.filter(({ text }) => /#token=/.test(text))
  expect(tokens.length).toBeGreaterThanOrEqual(4)
})

test('the token of a link stands in the fragment, which no server and no Referer gets to see', async () => {
  const withToken = house.mailbox.messages.flatMap(({ links }) =>
    links.filter((link) => link.includes('token')),
  )
  expect(withToken.length).toBeGreaterThanOrEqual(4)
  for (const link of withToken) {
    const { hash, search, pathname } = new URL(link)
    expect(hash).toMatch(/^#token=lk[a-z]{2}_/)
    expect(search + pathname).not.toContain('lk')
  }
})

const WAYS_OUT = [`https://${EVIL}/`, `//${EVIL}`, `/\\${EVIL}`, `/%09/${EVIL}`, `javascript:alert(1)`]

test('no endpoint sends a browser anywhere, whatever it is asked', async () => {
  const routes = [...endingRoutes, ...changingRoutes]
  for (const route of routes) {
    const own = { email: `way-${routes.indexOf(route)}@example.com`, password: PASSWORD }
    const browser = house.openBrowser()
    const state = await house.signUp(browser, own)
    if (state.status !== 'signed_in') throw new Error('nobody is signed in')
    for (const out of WAYS_OUT) {
      const query = new URLSearchParams({ returnTo: out, redirect_uri: out, next: out, url: out })
      const path = `${addressOf(route, state.session.id)}?${query}`
      const answer = await browser.send(route.method, path, bodyOf(route, own))
      expect(answer.status < 300 || answer.status >= 400, `${route.method} ${path}`).toBe(true)
      expect(answer.headers.has('location')).toBe(false)
      expect(answer.headers.has('refresh')).toBe(false)
      expect(answer.headers.get('content-type')).toBe('application/json')
    }
  }
})

test.each([`/${EVIL}`, `//${EVIL}/session`, '/session/', '/session//', '/x/session'])(
  'an address that is nearly one of ours, %s, is no redirect',
  async (path) => {
    const answer = await house.openBrowser().send('GET', path)
    expect(answer.status).toBe(404)
    expect(answer.headers.has('location')).toBe(false)
  },
)

test('what a link says about where to go after signing in never leads off the app', () => {
  const tries = [
    ...WAYS_OUT,
    `///${EVIL}`,
    `/\t/${EVIL}`,
    `/\n/${EVIL}`,
    `\\\\${EVIL}`,
    `/.//${EVIL}`,
    `/x/..//${EVIL}`,
    `https:${EVIL}`,
    `HTTPS://${EVIL}`,
    `data:text/html,x`,
    `${APP}@${EVIL}`,
    ` //${EVIL}`,
    [`//${EVIL}`],
    { toString: () => `//${EVIL}` },
    null,
  ]
  for (const out of tries) {
    const path = safeReturnTo(out, '/home')
    expect(new URL(path, APP).origin, String(out)).toBe(APP)
    // As a router would do it: resolved a second time.
    expect(new URL(new URL(path, APP).pathname, APP).origin, String(out)).toBe(APP)
  }
  expect(safeReturnTo('/todos?done=1#top', '/home')).toBe('/todos?done=1#top')
})
