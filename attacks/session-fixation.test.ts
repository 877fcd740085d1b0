import { CSRF_HEADER, paths } from '@latchkey/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type KeptCookie, stateOf, type TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// An attacker who can put a cookie into the victim's browser wants the session she signs in to to be one he knows.

const MALLORY = { email: 'mallory@example.com', password: 'a password of mallory' }
const NEW_PASSWORD = 'another good phrase'

let house: TestBrowserDoor
beforeEach(async () => {
  house = await startTestBrowserDoor()
})
afterEach(() => house[Symbol.asyncDispose]())

const sessionCookie = (browser: TestBrowser): KeptCookie => {
  const cookie = browser.cookies.get('latchkey')
  if (cookie === undefined) throw new Error('there is no session cookie')
  return cookie
}
/** Another browser that holds the same session cookie. */
const thiefOf = (cookie: KeptCookie): TestBrowser => {
  const thief = house.openBrowser()
  thief.cookies.set('latchkey', cookie)
  return thief
}
const sessionIdIn = (value: string): string => value.slice('lkck_'.length, 'lkck_'.length + 32)

test.each([
  ['made up', `lkck_${'0'.repeat(32)}.${'0'.repeat(64)}`],
  ['of no shape we know', 'planted'],
  ['empty', ''],
])('a session cookie that is %s never becomes the session', async (_, value) => {
  await house.signUp(house.openBrowser())
  const victim = house.openBrowser()
  victim.cookies.set('latchkey', { value, attributes: [] })
  const answer = await house.signIn(victim)
  userIn(answer)
  const { value: fresh } = sessionCookie(victim)
  expect(fresh).toMatch(/^lkck_[0-9a-f]{32}\.[0-9a-f]{64}$/)
  expect(fresh).not.toContain('0'.repeat(32))
  expect((await thiefOf({ value, attributes: [] }).readState()).status).toBe('signed_out')
})

test("signing in over a session of the attacker's opens another one, and ends his", async () => {
  await house.signUp(house.openBrowser())
  const mallory = house.openBrowser()
  await house.signUp(mallory, MALLORY)
  const planted = sessionCookie(mallory)

  const victim = thiefOf(planted)
  expect(await victim.readState()).toMatchObject({ user: { email: MALLORY.email } })
  expect(stateOf(await house.signIn(victim))).toMatchObject({ user: { email: 'ada@example.com' } })
  expect(sessionIdIn(sessionCookie(victim).value)).not.toBe(sessionIdIn(planted.value))
  expect((await mallory.readState()).status).toBe('signed_out')
})

test('confirming a sign-up over a planted session opens another one, and ends that', async () => {
  const mallory = house.openBrowser()
  await house.signUp(mallory, MALLORY)
  const planted = sessionCookie(mallory)
  const victim = thiefOf(planted)
  expect(await house.signUp(victim)).toMatchObject({ user: { email: 'ada@example.com' } })
  expect(sessionIdIn(sessionCookie(victim).value)).not.toBe(sessionIdIn(planted.value))
  expect((await mallory.readState()).status).toBe('signed_out')
})

test('id and secret of a session are new at every sign-in and with every new password, and the old ones are dead', async () => {
  const victim = house.openBrowser()
  await house.signUp(victim)
  const acts = [
    () => house.signIn(victim),
    () => victim.send('POST', paths.changePassword, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD }),
    () => house.signIn(victim, { password: NEW_PASSWORD }),
  ]
  for (const act of acts) {
    const before = sessionCookie(victim)
    const { csrfToken } = await victim.readState()
    userIn(await act())
    const after = sessionCookie(victim)
    expect(sessionIdIn(after.value)).not.toBe(sessionIdIn(before.value))
    expect(after.value.split('.')[1]).not.toBe(before.value.split('.')[1])
    expect((await victim.readState()).csrfToken).not.toBe(csrfToken)
    expect((await thiefOf(before).readState()).status).toBe('signed_out')
  }
})

test('signing out leaves nothing behind that signing in would bring back to life', async () => {
  const victim = house.openBrowser()
  await house.signUp(victim)
  const before = sessionCookie(victim)
  await victim.send('DELETE', paths.session)
  await house.signIn(victim)
  expect((await thiefOf(before).readState()).status).toBe('signed_out')
})

test('of two session cookies the first counts, whole: neither the other nor a mixture of both opens anything', async () => {
  const victim = house.openBrowser()
  const own = await house.signUp(victim)
  const mallory = house.openBrowser()
  const his = await house.signUp(mallory, MALLORY)
  const tossed = sessionCookie(mallory).value
  const kept = sessionCookie(victim).value
  const [head = ''] = kept.split('.')
  const [, secret = ''] = tossed.split('.')
  const ask = async (cookie: string) =>
    stateOf(await house.openBrowser().send('GET', paths.session, undefined, { headers: { cookie } }))

  expect(await ask(`latchkey=${kept}; latchkey=${tossed}`)).toEqual(own)
  expect(await ask(`latchkey=${tossed}; latchkey=${kept}`)).toEqual(his)
  for (const cookie of [
    `latchkey=${head}.${secret}`,
    `latchkey=; latchkey=${kept}`,
    `latchkey=${kept}${tossed}`,
    `latchkey=${kept}, latchkey=${tossed}`,
    `latchkey="${kept}"`,
    `Latchkey=${kept}`,
  ])
    expect((await ask(cookie)).status, cookie).toBe('signed_out')
})

test('a tossed session cookie brings no change with the token of the other session', async () => {
  const victim = house.openBrowser()
  const own = await house.signUp(victim)
  const mallory = house.openBrowser()
  await house.signUp(mallory, MALLORY)
  const cookie = `latchkey=${sessionCookie(mallory).value}; latchkey=${sessionCookie(victim).value}`
  const headers = { cookie, [CSRF_HEADER]: own.csrfToken }
  const answer = await victim.send('PATCH', paths.account, { name: 'Changed' }, { headers })
  expect(outcomeOf(answer)).toBe('403 csrf_token_invalid')
})

test('over https only the cookie that is bound to this host counts', async () => {
  const app = 'https://app.example.com'
  await using secure = await startTestBrowserDoor({
    options: { issuer: app, browser: { topology: { kind: 'same-origin', app } } },
  })
  const mallory = secure.openBrowser({ page: app })
  await secure.signUp(mallory, MALLORY)
  const [[name, planted] = ['', undefined]] = [...mallory.cookies].filter(([, { value }]) =>
    value.startsWith('lkck_'),
  )
  if (planted === undefined) throw new Error('there is no session cookie')
  expect(name).toBe('__Host-latchkey')
  expect(planted.attributes).toEqual(expect.arrayContaining(['httponly', 'secure', 'samesite=lax', 'path=/']))
  expect(planted.attributes.join()).not.toContain('domain')
  const victim = secure.openBrowser({ page: app })
  for (const tossed of ['latchkey', '__Secure-latchkey', '__host-latchkey'])
    victim.cookies.set(tossed, planted)
  expect((await victim.readState()).status).toBe('signed_out')
})

test('a cookie header without end is no cookie, and no fault of ours', async () => {
  const victim = house.openBrowser()
  await house.signUp(victim)
  const cookie = `${'x=y; '.repeat(10_000)}latchkey=${sessionCookie(victim).value}`
  const answer = await victim.send('GET', paths.session, undefined, { headers: { cookie } })
  expect(stateOf(answer).status).toBe('signed_out')
})
