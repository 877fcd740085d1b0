import { accountExport, paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { databaseKinds } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { CHROME, refusalOf, type TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { granted } from '../fixtures/test-latchkey.js'

const ADDRESS = 'ada@example.com'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe.each(databaseKinds)('who leaves, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  let browser: TestBrowser
  const person = somePerson({ email: ADDRESS })
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({
      database,
      options: { profile: z.object({ company: z.string().optional() }) },
    })
    browser = door.openBrowser()
    await door.signUp(browser)
    await browser.send('PATCH', paths.account, { profile: { company: 'Engines' } })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const signInAsApplication = async () => granted(await door.exchange(await door.idToken(person)))
  /** Leaves a trace wherever there can be one. */
  const leaveTraces = async () => {
    const tokens = await signInAsApplication()
    const other = door.openBrowser()
    await door.signIn(other)
    await other.send('DELETE', paths.session)
    await door.openBrowser().send('POST', paths.signUp, { email: 'ADA@example.com', password: PASSWORD })
    await door.openBrowser().send('POST', paths.forgotPassword, { email: ADDRESS })
    await browser.send('POST', paths.changeEmail, { email: 'ada@elsewhere.example' })
    await door.mailbox.waitFor(({ to }) => to.includes('ada@elsewhere.example'))
    await everythingSent()
    return tokens
  }
  const everythingSent = () =>
    expect.poll(() => runSql(database, 'select id from mails where settled_at is null')).toEqual([])

  /** What an import leaves about somebody. */
  const bringFromFormerBackend = async () => {
    const [user] = await runSql(database, `select id from users where email = '${ADDRESS}'`)
    const id = user?.['id']
    await runSql(database, `update users set roles = '["editor"]' where id = '${id}'`)
    await runSql(database, `insert into login_names values ('ada.lovelace', 'ada.lovelace', '${id}')`)
    await runSql(
      database,
      `insert into django_accounts (user_id, id, number, username, first_name, joined_at)
        values ('${id}', '4711', 4711, 'ada.lovelace', 'Ada', 0)`,
    )
    // What was just read is remembered for a moment.
    await door.restart()
  }

  describe('with everything', () => {
    it('gets it as one file', async () => {
      const tokens = await signInAsApplication()
      await bringFromFormerBackend()
      const answer = await browser.send('GET', paths.accountExport)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-disposition')).toBe('attachment; filename="account.json"')
      const now = new Date(door.clock.now()).toISOString()
      const state = await browser.readState()
      if (state.status !== 'signed_in') throw new Error('nobody is signed in')
      expect(accountExport.strict().parse(answer.body)).toEqual({
        exportedAt: now,
        user: { ...state.user, profile: { company: 'Engines' } },
        hasPassword: true,
        roles: ['editor'],
        signInNames: ['ada.lovelace'],
        djangoAccount: {
          id: '4711',
          username: 'ada.lovelace',
          firstName: 'Ada',
          lastName: null,
          authProvider: null,
          joinedAt: new Date(0).toISOString(),
          lastLoginAt: null,
        },
        identities: [
          {
            provider: 'google',
            subject: person.sub,
            email: ADDRESS,
            name: person.name,
            createdAt: now,
            lastUsedAt: now,
            tokensKept: false,
          },
        ],
        sessions: expect.arrayContaining([
          {
            id: state.session.id,
            browser: 'Chrome',
            system: 'Linux',
            kind: 'desktop',
            client: null,
            bySupport: false,
            createdAt: now,
            lastUsedAt: now,
            expiresAt: state.session.expiresAt,
            userAgent: CHROME,
            endedAt: null,
            endReason: null,
          },
          expect.objectContaining({ id: tokens.session_id, client: 'web', userAgent: null }),
        ]),
        apiKeys: [],
        messages: [{ kind: 'sign_up', to: ADDRESS, createdAt: now, sentAt: now }],
      })
    })

    it('gets sessions that ended as well, and no secret', async () => {
      await leaveTraces()
      const { text, body } = await browser.send('GET', paths.accountExport)
      const exported = accountExport.parse(body)
      expect(exported.sessions.map(({ endReason }) => endReason).toSorted()).toEqual([
        null,
        null,
        'signed_out',
      ])
      const secrets = [
        ...(await runSql(database, 'select hash from passwords')),
        ...(await runSql(database, 'select cookie_hash from sessions')),
        ...(await runSql(database, 'select browser_hash, password_hash from sign_ups')),
      ].flatMap((row) => Object.values(row).filter((value) => typeof value === 'string'))
      expect(secrets.length).toBeGreaterThan(4)
      for (const secret of secrets) expect(text).not.toContain(secret)
      expect(text).not.toMatch(/argon2|lk[a-z]{2}_|#token=/)
    })

    it('gets nothing of others', async () => {
      const eve = door.openBrowser()
      await door.signUp(eve, { email: 'eve@example.com', name: 'Eve' })
      const { text } = await browser.send('GET', paths.accountExport)
      expect(text).not.toMatch(/eve/i)
    })
  })

  describe('for good', () => {
    const leave = (from = browser) => from.send('DELETE', paths.account)

    it('is gone from every table, but for one message that says so', async () => {
      await leaveTraces()
      door.mailbox.clear()
      const answer = await leave()
      expect([answer.status, answer.body]).toEqual([
        200,
        { status: 'signed_out', csrfToken: expect.any(String) },
      ])
      expect(browser.cookies.has('latchkey')).toBe(false)
      const told = await door.mailbox.waitFor(({ to }) => to.includes(ADDRESS))
      expect(told.subject).toMatch(/deleted/)
      for (const table of ['users', 'identities', 'passwords', 'sessions', 'one_time_links'])
        expect([table, await countRows(database, table)]).toEqual([table, 0])
      // What somebody else has begun with the address goes on, or it would tell that there was an account.
      expect(await countRows(database, 'sign_ups')).toBe(1)
      await everythingSent()
      expect(await runSql(database, 'select kind, recipient, outcome from mails')).toEqual([
        { kind: 'account_deleted', recipient: ADDRESS, outcome: 'sent' },
      ])
      // What is counted and what is spent is kept under hashes.
      for (const table of ['throttles', 'spent_proofs', 'mails'])
        expect(JSON.stringify(await runSql(database, `select * from ${table}`))).not.toContain('Engines')
      expect(JSON.stringify(await runSql(database, 'select * from throttles'))).not.toMatch(/ada/i)
    })

    it('takes along what was written about a change of address, to the old one and to the new one', async () => {
      await browser.send('POST', paths.changeEmail, { email: 'ada@elsewhere.example' })
      const { code } = await door.linkTo('ada@elsewhere.example')
      expect((await browser.send('POST', paths.confirmEmail, { code })).status).toBe(200)
      await everythingSent()
      await leave()
      await everythingSent()
      expect(await runSql(database, 'select kind, recipient from mails')).toEqual([
        { kind: 'account_deleted', recipient: 'ada@elsewhere.example' },
      ])
    })

    it('is told the same when asked again with the same cookie, for a day, and no longer', async () => {
      const kept = new Map(browser.cookies)
      const { csrfToken } = browser
      const again = async () => {
        for (const [name, cookie] of kept) browser.cookies.set(name, cookie)
        return browser.send('DELETE', paths.account, undefined, {
          headers: { 'x-xsrf-token': csrfToken ?? '' },
        })
      }
      const first = await leave()
      expect(first.status).toBe(200)
      const second = await again()
      expect([second.status, second.body]).toEqual([
        200,
        { status: 'signed_out', csrfToken: expect.any(String) },
      ])
      await everythingSent()
      expect(await countRows(database, 'mails')).toBe(1)
      door.clock.advance(DAY + MINUTE)
      await runSql(database, `delete from spent_proofs where expires_at < ${door.clock.now()}`)
      expect(refusalOf(await again()).reason).toBe('not_signed_in')
    })

    it('another browser of theirs, and every token, is dead at once', async () => {
      const tokens = await signInAsApplication()
      const other = door.openBrowser()
      await door.signIn(other)
      expect((await other.readState()).status).toBe('signed_in')
      expect(await door.introspect(tokens.access_token)).toMatchObject({ active: true })
      await leave()
      expect(await door.introspect(tokens.access_token)).toEqual({ active: false })
      expect(await door.refresh(tokens.refresh_token)).toMatchObject({ status: 400 })
      expect(refusalOf(await other.send('GET', paths.account)).reason).toBe('not_signed_in')
      expect(refusalOf(await other.send('DELETE', paths.account)).reason).toBe('not_signed_in')
      expect(refusalOf(await door.signIn(door.openBrowser())).reason).toBe('credentials_wrong')
    })

    it('needs a sign-in within the last ten minutes', async () => {
      door.clock.advance(10 * MINUTE + 1)
      expect(refusalOf(await leave())).toMatchObject({
        status: 403,
        error: 'insufficient_user_authentication',
        reason: 'recent_sign_in_needed',
      })
      expect(await countRows(database, 'users')).toBe(1)
      await door.signIn(browser)
      expect((await leave()).status).toBe(200)
    })

    it('leaves others alone, and the address free for a new beginning', async () => {
      const eve = door.openBrowser()
      await door.signUp(eve, { email: 'eve@example.com' })
      await leave()
      expect((await eve.readState()).status).toBe('signed_in')
      await everythingSent()
      const anew = await door.signUp(browser)
      expect(anew).toMatchObject({ status: 'signed_in', user: { email: ADDRESS, profile: {} } })
    })

    it('asked for by two browsers at once: one account is deleted, once', async () => {
      const other = door.openBrowser()
      await door.signIn(other)
      const answers = await Promise.all([leave(), leave(other)])
      const reasons = answers.map((answer) => (answer.status === 200 ? 'gone' : refusalOf(answer).reason))
      expect(reasons).toContain('gone')
      expect(reasons.filter((reason) => reason !== 'gone' && reason !== 'not_signed_in')).toEqual([])
      expect(await countRows(database, 'users')).toBe(0)
      await everythingSent()
      expect(await runSql(database, 'select kind from mails')).toEqual([{ kind: 'account_deleted' }])
    })

    it('a cookie nobody was ever signed in with deletes nothing and is told nothing', async () => {
      const stranger = door.openBrowser()
      expect(refusalOf(await leave(stranger))).toMatchObject({ status: 401, reason: 'not_signed_in' })
    })
  })
})
