import { setTimeout as wait } from 'node:timers/promises'
import { paths } from '@latchkey/contract'
import { listen } from '@latchkey/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import type { TestBrowser } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { ISSUER } from '../fixtures/test-latchkey.js'

const EVENTS = ISSUER + paths.sessionEvents
const MOST_OF_SESSION = 16

const cookieOf = ({ cookies }: TestBrowser): string =>
  [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')

/** What `data:` said in the one event of a stream that has ended by itself. */
const endToldBy = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  const events = text.split('\n\n').filter((block) => block.includes('event: session_ended'))
  expect(events).toHaveLength(1)
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '')
}

describe.each(databaseKinds)('the events of a session, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  let here: TestBrowser
  let there: TestBrowser
  let id: string
  const open: Response[] = []

  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
    await door.signUp(door.openBrowser())
    here = door.openBrowser()
    there = door.openBrowser()
    await door.signIn(here)
    await door.signIn(there)
    const state = await there.readState()
    id = state.status === 'signed_in' ? state.session.id : ''
  })
  afterEach(async () => {
    for (const response of open.splice(0)) if (!response.body?.locked) await response.body?.cancel()
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const watch = async (browser: TestBrowser, headers: Record<string, string> = {}): Promise<Response> => {
    const response = await door.latchkey.fetch(
      new Request(EVENTS, {
        headers: { cookie: cookieOf(browser), 'sec-fetch-site': 'same-origin', ...headers },
      }),
    )
    open.push(response)
    return response
  }

  const acts: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    [
      'signing out everywhere, from another browser',
      'signed_out_elsewhere',
      () => here.send('DELETE', paths.accountSessions),
    ],
    [
      'the list of sessions, from another browser',
      'signed_out_elsewhere',
      () => here.send('DELETE', `${paths.accountSessions}/${id}`),
    ],
    ['signing out here', 'signed_out', () => there.send('DELETE', paths.session)],
    ['signing out everywhere here', 'signed_out', () => there.send('DELETE', paths.accountSessions)],
    ['signing in again here', 'replaced', () => door.signIn(there)],
    [
      'a new password',
      'password_changed',
      () =>
        here.send('POST', paths.changePassword, {
          currentPassword: PASSWORD,
          newPassword: 'another horse battery',
        }),
    ],
    ['the end of the account', 'deleted', () => here.send('DELETE', paths.account, { password: PASSWORD })],
    ['a suspension', 'suspended', () => runSql(database, 'update users set suspended_at = 1')],
    [
      'an operator who says something of their own',
      'revoked',
      () =>
        runSql(database, `update sessions set ended_at = 1, end_reason = 'incident 7' where id = '${id}'`),
    ],
  ]
  test.each(acts)('tell an end by %s as %s, and are over', async (_, reason, act) => {
    const response = await watch(there)
    expect(response.status).toBe(200)
    const told = endToldBy(response)
    await act()
    expect(await told).toEqual({ session: id, reason })
  })

  test('begin at once, in a form that nobody in between holds back or keeps', async () => {
    const response = await watch(there)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    })
    expect(response.headers.getSetCookie()).toEqual([])
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('retry: 3000\n\n')
    await reader?.cancel()
  })

  test('say nothing of the sessions of others, nor of the other sessions of the person', async () => {
    const stranger = door.openBrowser()
    await door.signUp(stranger, { email: 'eve@example.com', name: 'Eve' })
    const [mine, hers] = [await watch(there), await watch(stranger)]
    await here.send('DELETE', paths.session)
    await there.send('DELETE', paths.accountSessions)
    expect(await endToldBy(mine)).toEqual({ session: id, reason: 'signed_out' })
    door.latchkey.endStreams()
    expect(await hers.text()).not.toContain('session_ended')
  })

  test('tell who comes back why the session has ended meanwhile', async () => {
    const cookie = cookieOf(there)
    await here.send('DELETE', paths.accountSessions)
    expect(await endToldBy(await watch(there, { cookie }))).toEqual({
      session: id,
      reason: 'signed_out_elsewhere',
    })
  })

  test('call a session that is too old expired', async () => {
    door.clock.advance(400 * 24 * 60 * 60 * 1000)
    expect(await endToldBy(await watch(there))).toEqual({ session: id, reason: 'expired' })
  })

  test('are for who has the cookie: not for its id with another secret, not for nobody', async () => {
    const [name, cookie] = [...there.cookies].find(([, { value }]) => value.includes(id.slice(4))) ?? []
    const forged = `${name}=${cookie?.value.slice(0, -4)}AAAA`
    for (const sent of [forged, '']) {
      const response = await watch(there, { cookie: sent })
      expect([response.status, await response.json()]).toEqual([
        401,
        expect.objectContaining({ reason: 'not_signed_in' }),
      ])
    }
  })

  test('are for the pages of the application alone', async () => {
    const foreign = await watch(there, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
  })

  test('go to so many pages of a session at once, and to another one when one of them has left', async () => {
    const streams = await Promise.all(Array.from({ length: MOST_OF_SESSION }, () => watch(there)))
    const refused = await watch(there)
    expect([refused.status, await refused.json()]).toEqual([
      429,
      expect.objectContaining({ reason: 'too_many_watchers' }),
    ])
    expect(refused.headers.get('retry-after')).toBe('60')
    expect((await watch(here)).status).toBe(200)
    await streams[0]?.body?.cancel()
    expect((await watch(there)).status).toBe(200)
  })

  test('take no place for a question about the head alone', async () => {
    for (let round = 0; round <= MOST_OF_SESSION; round += 1) {
      const request = new Request(EVENTS, { method: 'HEAD', headers: { cookie: cookieOf(there) } })
      const { status, body } = await door.latchkey.fetch(request)
      expect([status, body]).toEqual([200, null])
    }
    expect((await watch(there)).status).toBe(200)
  })

  test('are over when the server stops, and do not keep it', async () => {
    const listening = await listen(door.latchkey.fetch, { port: 0 })
    const response = await fetch(`http://localhost:${listening.port}${new URL(EVENTS).pathname}`, {
      headers: { cookie: cookieOf(there) },
    })
    expect(response.status).toBe(200)
    const text = response.text()
    door.latchkey.endStreams()
    await listening.close()
    expect(await text).toBe('retry: 3000\n\n')
    const late = await watch(there)
    expect([late.status, await late.json()]).toEqual([503, expect.objectContaining({ reason: 'overloaded' })])
  })

  test('know by themselves when a reader over the network has gone', async () => {
    const listening = await listen(door.latchkey.fetch, { port: 0 })
    const url = `http://localhost:${listening.port}${new URL(EVENTS).pathname}`
    const gone = new AbortController()
    const readers = Array.from({ length: MOST_OF_SESSION }, () =>
      fetch(url, { headers: { cookie: cookieOf(there) }, signal: gone.signal }),
    )
    expect((await Promise.all(readers)).map(({ status }) => status)).toEqual(
      Array.from({ length: MOST_OF_SESSION }, () => 200),
    )
    gone.abort()
    await expect
      .poll(async () => {
        await wait(20)
        return (await watch(there)).status
      })
      .toBe(200)
    door.latchkey.endStreams()
    await listening.close()
  })
})

test('a page of another origin of the application may read them, and no other', async () => {
  await using door = await startTestBrowserDoor({
    options: { browser: { topology: { kind: 'sub-domain', app: APP } } },
  })
  const browser = door.openBrowser()
  await door.signUp(browser)
  const response = await door.latchkey.fetch(
    new Request(EVENTS, {
      headers: { cookie: cookieOf(browser), origin: APP, 'sec-fetch-site': 'same-site' },
    }),
  )
  expect(response.status).toBe(200)
  expect(response.headers.get('access-control-allow-origin')).toBe(APP)
  expect(response.headers.get('access-control-allow-credentials')).toBe('true')
  await response.body?.cancel()
})
