import { paths, type SessionList, sessionList } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { granted } from '../fixtures/test-latchkey.js'

const MINUTE = 60_000
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const UNKNOWN_SESSION = `${paths.accountSessions}/ses_00000000000000000000000000000000`

describe.each(databaseKinds)('the sessions of a person, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  let desk: TestBrowser
  let phone: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
    desk = door.openBrowser()
    phone = door.openBrowser({ agent: IPHONE })
    await door.signUp(desk)
    door.clock.advance(MINUTE)
    await door.signIn(phone, { remember: true })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const listOf = async (browser: TestBrowser): Promise<SessionList['sessions']> =>
    sessionList.strict().parse((await browser.send('GET', paths.accountSessions)).body).sessions
  const idOf = async (browser: TestBrowser): Promise<string> => {
    const state = await browser.readState()
    if (state.status !== 'signed_in') throw new Error('nobody is signed in')
    return state.session.id
  }
  const asApplication = async () =>
    granted(await door.exchange(await door.idToken(somePerson({ email: 'ada@example.com' }))))

  it('are listed with device, times and which is this one, the one last used first', async () => {
    const now = door.clock.now()
    const answer = await phone.send('GET', paths.accountSessions)
    expect([answer.status, answer.body]).toEqual([
      200,
      {
        sessions: [
          {
            id: await idOf(phone),
            current: true,
            browser: 'Safari',
            system: 'iOS',
            kind: 'mobile',
            client: null,
            createdAt: new Date(now).toISOString(),
            lastUsedAt: new Date(now).toISOString(),
            bySupport: false,
            expiresAt: new Date(now + 90 * 24 * 60 * MINUTE).toISOString(),
          },
          {
            id: await idOf(desk),
            current: false,
            browser: 'Chrome',
            system: 'Linux',
            kind: 'desktop',
            client: null,
            createdAt: new Date(now - MINUTE).toISOString(),
            lastUsedAt: new Date(now - MINUTE).toISOString(),
            bySupport: false,
            expiresAt: new Date(now - MINUTE + 24 * 60 * MINUTE).toISOString(),
          },
        ],
      },
    ])
  })

  it('a session an application holds is shown with its client, and can be ended', async () => {
    const tokens = await asApplication()
    const shown = (await listOf(desk)).find(({ id }) => id === tokens.session_id)
    expect(shown).toMatchObject({
      current: false,
      client: 'web',
      browser: null,
      system: null,
      kind: 'unknown',
    })
    const ended = await desk.send('DELETE', `${paths.accountSessions}/${tokens.session_id}`)
    expect(ended.status).toBe(200)
    expect(await door.introspect(tokens.access_token)).toEqual({ active: false })
    expect(await door.refresh(tokens.refresh_token)).toMatchObject({ status: 400, reason: 'session_ended' })
    expect((await listOf(desk)).map(({ id }) => id)).not.toContain(tokens.session_id)
  })

  it('another one ends at once, and this one goes on; ended twice is answered alike', async () => {
    const path = `${paths.accountSessions}/${await idOf(phone)}`
    const before = await desk.readState()
    const answers = [await desk.send('DELETE', path), await desk.send('DELETE', path)]
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([200, before])
    expect((await phone.readState()).status).toBe('signed_out')
    expect(await listOf(desk)).toHaveLength(1)
  })

  it('ending this one signs out', async () => {
    const answer = await desk.send('DELETE', `${paths.accountSessions}/${await idOf(desk)}`)
    expect(answer.body).toEqual({ status: 'signed_out', csrfToken: expect.any(String) })
    expect(desk.cookies.has('latchkey')).toBe(false)
    expect((await phone.readState()).status).toBe('signed_in')
  })

  it('those of others are not there: neither to see nor to end', async () => {
    const eve = door.openBrowser()
    await door.signUp(eve, { email: 'eve@example.com' })
    const path = `${paths.accountSessions}/${await idOf(desk)}`
    expect(refusalOf(await eve.send('DELETE', path))).toMatchObject({
      status: 404,
      error: 'not_found',
      reason: 'session_unknown',
    })
    expect((await listOf(eve)).map(({ current }) => current)).toEqual([true])
    expect((await desk.readState()).status).toBe('signed_in')
  })

  it('what is no session is unknown', async () => {
    for (const path of [UNKNOWN_SESSION, `${paths.accountSessions}/x`, `${paths.accountSessions}/%00`])
      expect(refusalOf(await desk.send('DELETE', path)).reason).toBe('session_unknown')
  })

  it('those that ended or are over are not listed', async () => {
    await phone.send('DELETE', paths.session)
    expect(await listOf(desk)).toHaveLength(1)
    const other = door.openBrowser()
    door.clock.advance(24 * 60 * MINUTE - MINUTE - 1)
    await door.signIn(other)
    expect(await listOf(other)).toHaveLength(2)
    door.clock.advance(1)
    expect(await listOf(other)).toHaveLength(1)
  })

  it('all others end when only this one is kept', async () => {
    const tokens = await asApplication()
    const before = await desk.readState()
    const answer = await desk.send('DELETE', `${paths.accountSessions}?keep=current`)
    expect([answer.status, answer.body]).toEqual([200, before])
    expect(await listOf(desk)).toHaveLength(1)
    expect((await phone.readState()).status).toBe('signed_out')
    expect(await door.introspect(tokens.access_token)).toEqual({ active: false })
  })

  it('all end, this one included, when none is kept', async () => {
    const tokens = await asApplication()
    const answer = await desk.send('DELETE', paths.accountSessions)
    expect(stateOf(answer).status).toBe('signed_out')
    expect(desk.cookies.has('latchkey')).toBe(false)
    expect((await phone.readState()).status).toBe('signed_out')
    expect(await door.introspect(tokens.access_token)).toEqual({ active: false })
  })

  it('to keep anything but the current one cannot be asked for', async () => {
    for (const keep of ['', 'all', await idOf(phone)])
      expect(refusalOf(await desk.send('DELETE', `${paths.accountSessions}?keep=${keep}`))).toMatchObject({
        status: 400,
        reason: 'invalid_parameter',
        parameter: 'keep',
      })
    expect(await listOf(desk)).toHaveLength(2)
  })

  it('an end is seen by another server on this database when it changes something, at once', async () => {
    await using elsewhere = await startTestBrowserDoor({ database, startAt: door.clock.now() })
    const there = elsewhere.openBrowser()
    for (const [name, cookie] of phone.cookies) there.cookies.set(name, cookie)
    there.csrfToken = phone.csrfToken
    expect((await there.readState()).status).toBe('signed_in')
    await desk.send('DELETE', `${paths.accountSessions}?keep=current`)
    expect(refusalOf(await there.send('PATCH', paths.account, { name: 'Eve' })).reason).toBe('not_signed_in')
  })

  it('what a browser calls itself is kept short, and is never shown in its own words', async () => {
    const odd = door.openBrowser({ agent: `<b>\u007f${'x'.repeat(5_000)}` })
    expect((await door.signIn(odd)).status).toBe(200)
    const session = (await listOf(odd)).find(({ current }) => current)
    expect(session).toMatchObject({ browser: null, system: null, kind: 'unknown' })
  })
})
