import { CSRF_HEADER, paths } from '@latchkey/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// An attacker wants the victim to work in the attacker's account without noticing: what she writes there is his to read.

const MALLORY = { email: 'mallory@example.com', password: 'a password of mallory' }

let house: TestBrowserDoor
beforeEach(async () => {
  house = await startTestBrowserDoor()
})
afterEach(() => house[Symbol.asyncDispose]())

/** Mallory's browser after he has signed up, and what the message to him holds. */
const malloryBegins = async () => {
  const browser = house.openBrowser()
  await browser.send('POST', paths.signUp, { ...MALLORY, name: 'Ada Lovelace' })
  return { browser, ...(await house.linkTo(MALLORY.email)) }
}

test.each(['text/plain', 'application/json'])("another site's page signs nobody in with %s", async (type) => {
  await house.signUp(house.openBrowser(), MALLORY)
  const victim = house.openBrowser()
  for (const origin of ['https://attacker.example', 'null', 'http://blog.localhost:5173']) {
    const headers = { origin, 'sec-fetch-site': 'cross-site', 'content-type': type, [CSRF_HEADER]: null }
    const answer = await victim.send('POST', paths.session, MALLORY, { headers })
    expect(outcomeOf(answer)).toBe('403 csrf_origin_refused')
  }
  expect(victim.cookies.size).toBe(0)
  expect((await victim.readState()).status).toBe('signed_out')
})

test('a token for visitors that the attacker fetched for himself signs nobody in in another browser', async () => {
  await house.signUp(house.openBrowser(), MALLORY)
  const { csrfToken } = await house.openBrowser().readState()
  const victim = house.openBrowser()
  await victim.readState()
  const answer = await victim.send('POST', paths.session, MALLORY, { headers: { [CSRF_HEADER]: csrfToken } })
  expect(outcomeOf(answer)).toBe('403 csrf_token_invalid')
})

test("the link of the attacker's sign-up, opened by the victim, asks for a password she does not know", async () => {
  const { token } = await malloryBegins()
  const victim = house.openBrowser()
  const opened = await victim.send('POST', paths.confirmSignUp, { token })
  expect(outcomeOf(opened)).toBe('403 confirmation_needs_password')
  const guessed = await victim.send('POST', paths.confirmSignUp, { token, password: PASSWORD })
  expect(outcomeOf(guessed)).toMatch(/^\d{3} password_wrong$/)
  expect((await victim.readState()).status).toBe('signed_out')
})

test('it does not sign her out of her own account either', async () => {
  const victim = house.openBrowser()
  const own = await house.signUp(victim)
  const { token } = await malloryBegins()
  expect((await victim.send('POST', paths.confirmSignUp, { token })).status).toBe(403)
  expect(await victim.readState()).toEqual(own)
})

test("the code of the attacker's sign-up does nothing in another browser", async () => {
  const { code } = await malloryBegins()
  const victim = house.openBrowser()
  const typed = await victim.send('POST', paths.confirmSignUp, { code })
  expect(outcomeOf(typed)).toBe('400 sign_up_unknown')
})

test('a cookie made up of what a link tells is no sign-up cookie', async () => {
  const { token } = await malloryBegins()
  const id = token.slice('lkvt_'.length, 'lkvt_'.length + 32)
  const finder = house.openBrowser()
  for (const secret of ['0'.repeat(64), token.split('.')[1] ?? '', '']) {
    finder.cookies.set('latchkey-sign-up', { value: `lksu_${id}.${secret}`, attributes: [] })
    const opened = await finder.send('POST', paths.confirmSignUp, { token })
    expect(outcomeOf(opened)).toBe('403 confirmation_needs_password')
  }
})

test('a sign-up cookie that was planted does not pass for her own sign-up', async () => {
  const mallory = await malloryBegins()
  const planted = mallory.browser.cookies.get('latchkey-sign-up')
  if (planted === undefined) throw new Error('there is no sign-up cookie')
  const elsewhere = house.openBrowser()
  await elsewhere.send('POST', paths.signUp, { email: 'ada@example.com', password: PASSWORD })
  const mail = await house.linkTo('ada@example.com')

  const victim = house.openBrowser()
  victim.cookies.set('latchkey-sign-up', planted)
  // Her link beside his cookie: she is asked for her password, and gets her own account.
  expect(outcomeOf(await victim.send('POST', paths.confirmSignUp, { token: mail.token }))).toBe(
    '403 confirmation_needs_password',
  )
  expect(outcomeOf(await victim.send('POST', paths.confirmSignUp, { code: mail.code }))).toBe(
    '422 code_wrong',
  )
  const confirmed = await victim.send('POST', paths.confirmSignUp, { token: mail.token, password: PASSWORD })
  expect(confirmed.body).toMatchObject({ status: 'signed_in', user: { email: 'ada@example.com' } })
  expect(victim.cookies.has('latchkey-sign-up')).toBe(false)
})

test('her own sign-up replaces a sign-up cookie that was planted', async () => {
  const mallory = await malloryBegins()
  const victim = house.openBrowser()
  for (const [name, cookie] of mallory.browser.cookies) victim.cookies.set(name, cookie)
  const own = await house.signUp(victim)
  expect(own).toMatchObject({ status: 'signed_in', user: { email: 'ada@example.com' } })
  const late = await victim.send('POST', paths.confirmSignUp, { token: mallory.token })
  expect(outcomeOf(late)).toBe('403 confirmation_needs_password')
})

test('over https no neighbour can plant one: the cookies are bound to this host, and others of the name count for nothing', async () => {
  const app = 'https://app.example.com'
  await using secure = await startTestBrowserDoor({
    options: { issuer: app, browser: { topology: { kind: 'same-origin', app } } },
  })
  const mallory = secure.openBrowser({ page: app })
  await mallory.send('POST', paths.signUp, MALLORY)
  const { token, code } = await secure.linkTo(MALLORY.email)
  const planted = mallory.cookies.get('__Host-latchkey-sign-up')
  if (planted === undefined) throw new Error('there is no sign-up cookie')
  expect(planted.attributes).toEqual(expect.arrayContaining(['httponly', 'secure', 'path=/']))
  expect(planted.attributes.join()).not.toContain('domain')

  const victim = secure.openBrowser({ page: app })
  for (const name of ['latchkey-sign-up', '__Secure-latchkey-sign-up', '__host-latchkey-sign-up'])
    victim.cookies.set(name, planted)
  expect(outcomeOf(await victim.send('POST', paths.confirmSignUp, { code }))).toBe('400 sign_up_unknown')
  expect(outcomeOf(await victim.send('POST', paths.confirmSignUp, { token }))).toBe(
    '403 confirmation_needs_password',
  )
  // The search would have found something: where it belongs the cookie does its work.
  userIn(await mallory.send('POST', paths.confirmSignUp, { token }))
})

test('a reset link of the attacker signs nobody in', async () => {
  await house.signUp(house.openBrowser(), MALLORY)
  await house.openBrowser().send('POST', paths.forgotPassword, { email: MALLORY.email })
  const { token } = await house.linkTo(MALLORY.email, { subject: /password/ })
  const victim = house.openBrowser()
  const own = await house.signUp(victim, { email: 'ada@example.com' })
  await victim.send('POST', paths.resetPassword, { token, password: 'what the page made her type' })
  expect(await victim.readState()).toEqual(own)
})

test('a token for visitors that a sibling planted before ours keeps nobody from signing in, and signs nobody in', async () => {
  await house.signUp(house.openBrowser(), MALLORY)
  const { csrfToken: planted } = await house.openBrowser().readState()
  const victim = house.openBrowser()
  const { csrfToken } = await victim.readState()
  const send = (token: string, headers: Record<string, string>) => {
    const cookie = `XSRF-TOKEN=${planted}; XSRF-TOKEN=junk; XSRF-TOKEN=${csrfToken}`
    return victim.send('POST', paths.session, MALLORY, {
      headers: { cookie, [CSRF_HEADER]: token, ...headers },
    })
  }
  for (const origin of ['http://blog.localhost:5173', 'https://attacker.example'])
    expect(outcomeOf(await send(planted, { origin }))).toBe('403 csrf_origin_refused')
  userIn(await send(csrfToken, {}))
})
