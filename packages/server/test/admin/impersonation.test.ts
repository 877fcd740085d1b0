import { impersonation, OPERATOR_ROLE, paths, sessionList } from '@latchkey/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/model/time.js'
import { fromPage } from '../fixtures/api-guards.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import {
  isSignedIn,
  makeUser,
  problemOf,
  setRoles,
  startTestAdmin,
  type TestAdmin,
  type TestOperator,
} from '../fixtures/test-admin.js'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { APP } from '../fixtures/test-browser-door.js'
import { CONFIDENTIAL, ISSUER } from '../fixtures/test-latchkey.js'

const COOKIE = 'latchkey'
const HELPER = 'helper'
const options = {
  impersonation: true,
  roles: { [HELPER]: ['latchkey:users.read', 'latchkey:users.impersonate'] },
} as const
const because = { reason: 'She cannot find her invoices' }

const actAs = (who: TestOperator, id: string) => who.ask('POST', `/users/${id}/impersonate`, because)

test('off by default: nobody acts as anybody, whatever their roles', async () => {
  await using admin = await startTestAdmin({ options: { roles: options.roles } })
  const helper = await admin.someone([HELPER])
  const ada = await admin.someone()
  expect((await helper.ask('GET', '/me')).body).toMatchObject({ mayImpersonate: false })
  expect(problemOf(await actAs(helper, ada.id))).toMatchObject({ status: 409, code: 'impersonation_off' })
  expect(await admin.history()).toEqual([])
})

test('no built-in role lets anybody act as somebody else', async () => {
  await using admin = await startTestAdmin({ options })
  const operator = await admin.operator()
  const ada = await admin.someone()
  expect(problemOf(await actAs(operator, ada.id))).toMatchObject({ code: 'permission_insufficient' })
})

describe.each(databaseKinds)('acting as somebody else on $name', { timeout: 60_000 }, (kind) => {
  let database: TestDatabase
  let admin: TestAdmin
  let helper: TestOperator
  let ada: TestOperator
  /** The operator's own session, in another window. */
  let elsewhere: TestBrowser

  beforeAll(async () => {
    database = await kind.create()
    admin = await startTestAdmin({ database, options })
  })
  afterAll(async () => {
    await admin[Symbol.asyncDispose]()
    await database.drop()
  })
  const meet = async () => {
    helper = await admin.someone([HELPER])
    ada = await admin.someone()
  }
  /** Acts as Ada; the browser reads anew who it is. */
  const begin = async () => {
    await meet()
    elsewhere = await copyOf(helper.browser)
    const answer = await actAs(helper, ada.id)
    expect(answer.status, answer.text).toBe(200)
    await helper.browser.readState()
    return impersonation.parse(answer.body)
  }
  const copyOf = async ({ cookies }: TestBrowser): Promise<TestBrowser> => {
    const browser = admin.door.openBrowser({ page: ISSUER })
    for (const [name, cookie] of cookies) browser.cookies.set(name, cookie)
    await browser.readState()
    return browser
  }
  const stop = () => helper.browser.send('DELETE', paths.impersonation)

  test('the browser is signed in as that person, and told who acts', async () => {
    const { session, goTo } = await begin()
    expect(goTo).toBe(`${APP}/`)
    const state = await helper.browser.readState()
    expect(state).toMatchObject({
      status: 'signed_in',
      user: { id: ada.id },
      session: { id: session, authenticatedAt: null, remembered: false, actor: { id: helper.id } },
    })
  })

  test('it is written down who acted as whom and why, and when they stopped', async () => {
    const { session } = await begin()
    await stop()
    const acts = (await admin.history()).filter((entry) => entry['target'] === session)
    expect(acts).toMatchObject([
      { action: 'user.impersonated', actor_id: helper.id, user_id: ada.id },
      { action: 'session.ended', actor_kind: 'operator', actor_id: helper.id, user_id: ada.id },
    ])
    expect(JSON.stringify(acts)).toContain(because.reason)
  })

  test('stopping gives the operator their own session back, and ends the other', async () => {
    const { session } = await begin()
    const former = helper.browser.cookies.get(COOKIE)
    expect(stateOf(await stop())).toMatchObject({ user: { id: helper.id }, session: { actor: null } })
    expect((await helper.ask('GET', '/me')).body).toMatchObject({
      user: { id: helper.id },
      mayImpersonate: true,
    })
    expect(helper.browser.cookies.has('latchkey-operator')).toBe(false)
    const rows = await runSql(database, `select end_reason from sessions where id = '${session}'`)
    expect(rows).toEqual([{ end_reason: 'impersonation_over' }])
    const late = admin.door.openBrowser({ page: ISSUER })
    if (former !== undefined) late.cookies.set(COOKIE, former)
    expect(await isSignedIn(late)).toBe(false)
  })

  test('APIs see who acts, in the guard and by introspection', async () => {
    await begin()
    const cookie = helper.browser.cookies.get(COOKIE)?.value ?? ''
    expect(await admin.door.introspect(cookie, CONFIDENTIAL)).toMatchObject({
      sub: ada.id,
      act: { sub: helper.id },
      amr: [],
    })
    const principal = await admin.door.latchkey.guard.check(fromPage(helper.browser))
    expect(principal).toMatchObject({ userId: ada.id, actor: helper.id })
  })

  test('the person sees that support is there, and can end it', async () => {
    const { session } = await begin()
    const list = sessionList.parse((await ada.browser.send('GET', paths.accountSessions)).body)
    expect(list.sessions.map(({ id, bySupport }) => ({ id, bySupport }))).toContainEqual({
      id: session,
      bySupport: true,
    })
    expect(list.sessions.find(({ current }) => current)?.bySupport).toBe(false)
    await ada.browser.send('DELETE', `${paths.accountSessions}/${session}`)
    expect(await isSignedIn(helper.browser)).toBe(false)
  })

  test.each([
    ['PATCH', paths.account, { name: 'Mallory' }],
    ['DELETE', paths.account, undefined],
    ['DELETE', paths.accountSessions, undefined],
    ['DELETE', `${paths.accountSessions}/ses_${'0'.repeat(32)}`, undefined],
    ['POST', `${paths.accountIdentities}/google`, {}],
    ['DELETE', `${paths.accountIdentities}/idn_x`, undefined],
    ['GET', paths.accountExport, undefined],
    ['POST', paths.changePassword, { newPassword: 'another good phrase' }],
    ['POST', paths.changeEmail, { email: 'mallory@example.com' }],
    ['POST', paths.confirmEmail, { token: 'x' }],
  ])('%s %s is not for support', async (method, path, body) => {
    await begin()
    const answer = await helper.browser.send(method, path, body)
    expect(refusalOf(answer)).toMatchObject({ status: 403, reason: 'not_while_impersonating' })
  })

  test('the admin door is shut meanwhile, the operator being somebody else', async () => {
    await begin()
    const asked = await helper.ask('GET', '/me')
    expect(problemOf(asked)).toMatchObject({ status: 403, code: 'not_while_impersonating' })
    expect(problemOf(await actAs(helper, ada.id))).toMatchObject({ code: 'not_while_impersonating' })
  })

  test('an hour is the longest, and the way back is open afterwards', async () => {
    await begin()
    admin.door.clock.advance(59 * MINUTE)
    expect(await isSignedIn(helper.browser)).toBe(true)
    admin.door.clock.advance(1 * MINUTE)
    expect(await isSignedIn(helper.browser)).toBe(false)
    expect(stateOf(await stop())).toMatchObject({ user: { id: helper.id } })
  })

  test('it takes a sign-in of a moment ago', async () => {
    await meet()
    admin.door.clock.advance(1 * HOUR)
    expect(problemOf(await actAs(helper, ada.id))).toMatchObject({ code: 'recent_sign_in_needed' })
  })

  test.each([
    ['the operator', async () => helper.id],
    ['another operator', async () => (await admin.someone([HELPER])).id],
  ])('nobody acts as %s', async (_, whom) => {
    await meet()
    const answer = await actAs(helper, await whom())
    expect(problemOf(answer)).toMatchObject({ status: 403, code: 'impersonation_refused' })
  })

  test('nobody acts as who holds more, or is suspended, or is not there', async () => {
    await meet()
    const operator = await admin.operator()
    expect(problemOf(await actAs(helper, operator.id))).toMatchObject({ code: 'account_holds_more' })
    const { id } = await makeUser(operator)
    await operator.ask('POST', `/users/${id}/suspend`, because)
    expect(problemOf(await actAs(helper, id))).toMatchObject({ code: 'impersonation_refused' })
    const unknown = await actAs(helper, `usr_${'0'.repeat(32)}`)
    expect(problemOf(unknown)).toMatchObject({ status: 404, code: 'target_unknown' })
  })

  test.each<[string, () => Promise<unknown>]>([
    ['loses the permission', () => setRoles(admin.door, helper.id, [])],
    [
      'is suspended',
      async () => {
        const operator = await admin.someone([OPERATOR_ROLE, HELPER])
        expectDone(await operator.ask('POST', `/users/${helper.id}/suspend`, because))
      },
    ],
    [
      'has all sessions ended',
      async () => {
        const operator = await admin.someone([OPERATOR_ROLE, HELPER])
        expectDone(await operator.ask('POST', `/users/${helper.id}/sessions/end`, because))
      },
    ],
    [
      'is deleted',
      async () => {
        const operator = await admin.someone([OPERATOR_ROLE, HELPER])
        expectDone(await operator.ask('POST', `/users/${helper.id}/delete`, because))
      },
    ],
  ])('it is over when the operator %s', async (_, lose) => {
    await begin()
    await lose()
    // Looked at in the database, as every act is: what was read a moment ago may be kept for a second.
    const answer = await helper.browser.send('PATCH', paths.account, { name: 'x' })
    expect(refusalOf(answer)).toMatchObject({ status: 401, reason: 'not_signed_in' })
    expect(stateOf(await stop())).toMatchObject({ status: expect.stringMatching(/signed_/) })
  })

  test('it is over when the person becomes an operator', async () => {
    await begin()
    await setRoles(admin.door, ada.id, [OPERATOR_ROLE])
    const answer = await helper.browser.send('PATCH', paths.account, { name: 'x' })
    expect(refusalOf(answer)).toMatchObject({ status: 401, reason: 'not_signed_in' })
  })

  const asLead = async (act: string, body: object = {}): Promise<void> => {
    const lead = await admin.someone([OPERATOR_ROLE, HELPER])
    const [method = '', path = ''] = act.split(' ')
    expectDone(await lead.ask(method, path, { ...because, ...body }))
  }
  test.each<[string, () => Promise<unknown>]>([
    ['their roles are taken', () => asLead(`PUT /users/${helper.id}/roles`, { roles: [] })],
    ['they are suspended', () => asLead(`POST /users/${helper.id}/suspend`)],
    ['their account is deleted', () => asLead(`POST /users/${helper.id}/delete`)],
    ['their sessions are ended', () => asLead(`POST /users/${helper.id}/sessions/end`)],
    ['they sign out everywhere', () => elsewhere.send('DELETE', paths.accountSessions)],
    [
      'the person becomes an operator',
      () => asLead(`PUT /users/${ada.id}/roles`, { roles: [OPERATOR_ROLE] }),
    ],
    ['a statement changes what they may', () => setRoles(admin.door, helper.id, [])],
  ])('its end is told like every other, at once, when %s', async (_, happens) => {
    const { session } = await begin()
    await happens()
    const ended = await runSql(database, `select end_reason from sessions where id = '${session}'`)
    expect(ended).toEqual([{ end_reason: 'impersonation_over' }])
    const told = await runSql(database, `select reason from security_events where session_id = '${session}'`)
    expect(told).toEqual([{ reason: 'impersonation_over' }])
  })

  test('other roles of other people end nothing', async () => {
    const { session } = await begin()
    await setRoles(admin.door, (await admin.someone()).id, [HELPER])
    const ended = await runSql(database, `select ended_at from sessions where id = '${session}'`)
    expect(ended).toEqual([{ ended_at: null }])
  })

  test('who signs out is signed out: not as somebody else alone', async () => {
    await begin()
    const kept = new Map(helper.browser.cookies)
    expect(stateOf(await helper.browser.send('DELETE', paths.session))).toMatchObject({
      status: 'signed_out',
    })
    for (const [name, value] of kept) helper.browser.cookies.set(name, value)
    await helper.browser.readState()
    const rows = await runSql(
      database,
      `select id from sessions where ended_at is null and user_id = '${helper.id}'`,
    )
    expect(rows).toEqual([])
    expect(stateOf(await stop())).toMatchObject({ status: 'signed_out' })
  })

  test('operators see whose hand it is in the lists of sessions', async () => {
    const { session } = await begin()
    const support = await admin.support()
    const answer = await support.ask('GET', `/sessions?user=${ada.id}`)
    expect(answer.body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: session, actor: helper.id })]),
    })
  })
})

const expectDone = (answer: { readonly status: number; readonly text: string }): void =>
  expect(answer.status, answer.text).toBeLessThan(300)
