import { ADMIN_SCOPE, CSRF_HEADER, OPERATOR_ROLE, paths } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import {
  isSignedIn,
  problemOf,
  setRoles,
  startTestAdmin,
  type TestAdmin,
  type TestOperator,
} from '../packages/server/test/fixtures/test-admin.js'
import type { KeptCookie, TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import { stateOf } from '../packages/server/test/fixtures/test-browser.js'
import { APP, PASSWORD } from '../packages/server/test/fixtures/test-browser-door.js'
import { API, ISSUER } from '../packages/server/test/fixtures/test-latchkey.js'
import { addressOf, bodyOf, changingRoutes } from './fixtures/browser-routes.js'

// An operator may act as others, and wants what stays: another operator's power, a key, a longer hour. Or somebody else gets hold of what is in the
// operator's browser.

const MINUTE = 60_000
const HELPER = 'helper'
const because = { reason: 'test' }

let database: TestDatabase
let admin: TestAdmin
let helper: TestOperator
let ada: TestOperator
beforeAll(async () => {
  database = await sqlite.create()
  admin = await startTestAdmin({
    database,
    options: {
      impersonation: true,
      roles: { [HELPER]: ['latchkey:users.read', 'latchkey:users.impersonate', 'latchkey:roles.assign'] },
      scopes: ['todos:read', ADMIN_SCOPE],
      apiKeys: { scopes: ['todos:read'], audiences: [API] },
    },
  })
})
afterAll(async () => {
  await admin[Symbol.asyncDispose]()
  await database.drop()
})

const begin = async (): Promise<void> => {
  helper = await admin.someone([HELPER])
  ada = await admin.someone()
  const answer = await helper.ask('POST', `/users/${ada.id}/impersonate`, because)
  expect(answer.status, answer.text).toBe(200)
  await helper.browser.readState()
}
const stop = (browser: TestBrowser = helper.browser) => browser.send('DELETE', paths.impersonation)

/** Everything by which somebody gets into this account, or could. */
const waysInto = async (id: string) => ({
  user: await runSql(database, `select * from users where id = '${id}'`),
  passwords: await runSql(database, `select * from passwords where user_id = '${id}'`),
  identities: await runSql(database, `select * from identities where user_id = '${id}'`),
  links: await runSql(database, `select * from one_time_links where user_id = '${id}'`),
  sessions: await runSql(
    database,
    `select id, key_name from sessions where user_id = '${id}' and ended_at is null and actor_id is null order by id`,
  ),
})

const thiefWith = (cookies: ReadonlyMap<string, KeptCookie>): TestBrowser => {
  const thief = admin.door.openBrowser({ page: ISSUER })
  for (const [name, cookie] of cookies) thief.cookies.set(name, cookie)
  return thief
}

// Whoever types their own credentials, or follows a message, is a visitor: it has nothing to do with who was there.
const OF_VISITORS: readonly string[] = [
  paths.forgotPassword,
  paths.resetPassword,
  paths.signUp,
  paths.confirmSignUp,
  paths.resendSignUp,
]

test.each(changingRoutes.filter(({ path }) => !OF_VISITORS.includes(path)))(
  '$method $path leaves nothing behind in the account',
  async (route) => {
    await begin()
    const before = await waysInto(ada.id)
    const [own] = before.sessions
    const body = bodyOf(route, { email: 'nobody@example.com', password: PASSWORD })
    const answer = await helper.browser.send(route.method, addressOf(route, String(own?.['id'])), body)
    expect(answer.status).toBeLessThan(500)
    expect(await waysInto(ada.id)).toEqual(before)
    if (route.path.startsWith(paths.account)) expect(answer.status).toBe(403)
  },
)

describe('becoming more', () => {
  test('nobody acts as an operator, though they could give themselves the same', async () => {
    helper = await admin.someone([HELPER])
    const equal = await admin.someone([HELPER])
    const operator = await admin.someone([OPERATOR_ROLE])
    for (const { id } of [equal, operator, helper]) {
      const answer = await helper.ask('POST', `/users/${id}/impersonate`, because)
      expect(answer.status, answer.text).toBe(403)
    }
    expect(await runSql(database, `select id from sessions where actor_id = '${helper.id}'`)).toEqual([])
  })

  test('who is made an operator meanwhile is nobody to act as, at the admin door either', async () => {
    await begin()
    await setRoles(admin.door, ada.id, [OPERATOR_ROLE])
    const answer = await helper.ask('GET', '/users')
    expect(problemOf(answer)).toMatchObject({ status: 401, code: 'not_signed_in' })
  })

  test('an access token begins nothing: it has no browser', async () => {
    helper = await admin.someone([HELPER])
    ada = await admin.someone()
    const cookie = helper.browser.cookies.get('latchkey')?.value ?? ''
    const answer = await helper.ask('POST', `/users/${ada.id}/impersonate`, because, {
      authorization: `Bearer ${cookie}`,
    })
    expect(answer.status).toBe(401)
  })
})

describe('going on', () => {
  test('the hour moves for no use, and nothing refreshes it', async () => {
    await begin()
    for (let used = 0; used < 4; used += 1) {
      expect(await isSignedIn(helper.browser)).toBe(true)
      admin.door.clock.advance(15 * MINUTE)
    }
    expect(await isSignedIn(helper.browser)).toBe(false)
    const cookie = helper.browser.cookies.get('latchkey')?.value ?? ''
    expect(await admin.door.introspect(cookie)).toEqual({ active: false })
    expect(await admin.door.refresh(cookie)).toMatchObject({ status: 400 })
  })

  test('cookies that were kept open nothing after Stop, and lead back no second time', async () => {
    await begin()
    const kept = new Map(helper.browser.cookies)
    expect(stateOf(await stop())).toMatchObject({ user: { id: helper.id } })
    const thief = thiefWith(kept)
    expect(stateOf(await thief.send('GET', paths.session)).status).toBe('signed_out')
    expect(stateOf(await stop(thief)).status).toBe('signed_out')
    expect(await isSignedIn(thief)).toBe(false)
    // Nobody was thrown out by trying.
    expect(await isSignedIn(helper.browser)).toBe(true)
  })

  test('of two who stop at once one is led back, and neither loses the session', async () => {
    await begin()
    const other = thiefWith(helper.browser.cookies)
    await other.readState()
    const answers = await Promise.all([stop(), stop(other)])
    const statuses = answers.map((answer) => stateOf(answer).status).sort()
    expect(statuses).toEqual(['signed_in', 'signed_out'])
    expect(await runSql(database, 'select id from sessions where ended_at is null')).not.toEqual([])
  })
})

describe('what leads back', () => {
  test('opens nothing as a session, and nothing without the session it was sealed for', async () => {
    await begin()
    const wayBack = helper.browser.cookies.get('latchkey-operator')
    if (wayBack === undefined) throw new Error('no way back')
    expect(wayBack.attributes).toContain('httponly')
    const asSession = thiefWith(new Map([['latchkey', wayBack]]))
    expect(await isSignedIn(asSession)).toBe(false)
    const own = helper.browser.cookies.get('latchkey')
    // Somebody else's impersonation, with this way back planted beside it.
    await begin()
    const planted = thiefWith(new Map([...helper.browser.cookies, ['latchkey-operator', wayBack]]))
    await planted.readState()
    expect(stateOf(await stop(planted)).status).toBe('signed_out')
    expect(own).toBeDefined()
  })

  test('is of no use to the person, whose own session is nobody’s disguise', async () => {
    await begin()
    const wayBack = helper.browser.cookies.get('latchkey-operator')
    if (wayBack === undefined) throw new Error('no way back')
    ada.browser.cookies.set('latchkey-operator', wayBack)
    expect((await stop(ada.browser)).status).toBe(401)
    expect(stateOf(await ada.browser.send('GET', paths.session))).toMatchObject({ user: { id: ada.id } })
  })

  test.each<[string, Readonly<Record<string, string | null>>]>([
    ['without the token', { [CSRF_HEADER]: null }],
    ['with a token made up', { [CSRF_HEADER]: 'x'.repeat(43) }],
    ['from a page of a stranger', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ])('no page can press Stop %s', async (_, headers) => {
    await begin()
    const answer = await helper.browser.send('DELETE', paths.impersonation, undefined, { headers })
    expect(answer.status).toBe(403)
    expect(stateOf(await helper.browser.send('GET', paths.session))).toMatchObject({ user: { id: ada.id } })
  })
})

test('no page of the application begins it, though the operator has it open', async () => {
  helper = await admin.someone([HELPER])
  ada = await admin.someone()
  for (const headers of [
    { origin: APP, 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    { [CSRF_HEADER]: null },
  ]) {
    const answer = await helper.ask('POST', `/users/${ada.id}/impersonate`, because, headers)
    expect(answer.status).toBe(403)
  }
  expect(stateOf(await helper.browser.send('GET', paths.session))).toMatchObject({ user: { id: helper.id } })
})
