import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { granted } from '../fixtures/test-latchkey.js'

const NEW = 'another good phrase'
const ADDRESS = 'ada@example.com'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe.each(databaseKinds)('passwords, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  let browser: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
    browser = door.openBrowser()
    await door.signUp(browser)
    door.mailbox.clear()
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const forgot = (email: string, from = door.openBrowser()) =>
    from.send('POST', paths.forgotPassword, { email })
  const reset = (token: string, password = NEW, from = door.openBrowser()) =>
    from.send('POST', paths.resetPassword, { token, password })
  const change = (body: object, from = browser) => from.send('POST', paths.changePassword, body)
  const resetToken = async (): Promise<string> => {
    door.mailbox.clear()
    await forgot(ADDRESS)
    return (await door.linkTo(ADDRESS, { subject: /new password/i })).token
  }

  describe('that were forgotten', () => {
    it('are asked about in the same words, whoever has the address or nobody', async () => {
      const answers = [await forgot(ADDRESS), await forgot('nobody@example.com')]
      for (const answer of answers)
        expect([answer.status, answer.body]).toEqual([202, { status: 'accepted' }])
      expect(answers[0]?.headers.getSetCookie()).toEqual(answers[1]?.headers.getSetCookie())
      await door.linkTo(ADDRESS)
      await forgot(ADDRESS)
      await expect.poll(() => door.mailbox.messages.length).toBe(2)
      expect(door.mailbox.messages.map(({ to }) => to)).toEqual([[ADDRESS], [ADDRESS]])
    })

    it('are reset with the link: nobody is signed in by it, and everybody is signed out', async () => {
      const application = granted(await door.exchange(await door.idToken(somePerson({ email: ADDRESS }))))
      await forgot('ADA@example.com')
      const { link, token } = await door.linkTo(ADDRESS)
      expect(link).toMatch(new RegExp(`^${APP}/reset-password#token=lkpr_[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}$`))
      const answer = await reset(token, NEW, browser)
      expect([answer.status, answer.body]).toEqual([
        200,
        { status: 'signed_out', csrfToken: expect.any(String) },
      ])
      expect(browser.cookies.has('latchkey')).toBe(false)
      expect(await door.introspect(application.access_token)).toEqual({ active: false })
      expect(refusalOf(await door.signIn(door.openBrowser())).reason).toBe('credentials_wrong')
      expect((await door.signIn(door.openBrowser(), { password: NEW })).status).toBe(200)
      const told = await door.mailbox.waitFor(({ subject }) => /was changed/.test(subject))
      expect([told.to, told.code, told.links]).toEqual([[ADDRESS], undefined, [`${APP}/forgot-password`]])
    })

    it('who is signed in as somebody else stays signed in', async () => {
      const eve = door.openBrowser()
      const state = await door.signUp(eve, { email: 'eve@example.com' })
      const answer = await reset(await resetToken(), NEW, eve)
      expect(answer.body).toEqual(state)
      expect(await eve.readState()).toEqual(state)
    })

    it('a link works once, and a new password takes every other link with it', async () => {
      const [first, second] = [await resetToken(), await resetToken()]
      expect(first).not.toBe(second)
      expect((await reset(first)).status).toBe(200)
      for (const token of [first, second])
        expect(refusalOf(await reset(token))).toMatchObject({
          status: 400,
          error: 'invalid_request',
          reason: 'link_invalid',
        })
    })

    it('a link works for an hour', async () => {
      const [first, second] = [await resetToken(), await resetToken()]
      door.clock.advance(HOUR - 1)
      expect((await reset(first)).status).toBe(200)
      const third = await resetToken()
      door.clock.advance(HOUR)
      for (const token of [second, third]) expect(refusalOf(await reset(token)).reason).toBe('link_invalid')
    })

    it('a password that is refused leaves the link as it was', async () => {
      const token = await resetToken()
      expect(refusalOf(await reset(token, 'short'))).toMatchObject({
        status: 422,
        reason: 'password_too_short',
        parameter: 'password',
        issues: [{ parameter: 'password', message: 'Use at least 8 characters.' }],
      })
      expect(refusalOf(await reset(token, 'ada@example.com')).reason).toBe('password_personal')
      expect((await reset(token)).status).toBe(200)
    })

    it('a link that was altered, or made for another purpose, is none', async () => {
      const token = await resetToken()
      const last = token.endsWith('A') ? 'B' : 'A'
      const altered = [token.slice(0, -1) + last, token.replace('lkpr_', 'lkec_'), '', 'x'.repeat(200)]
      for (const text of altered) expect(refusalOf(await reset(text)).reason).toBe('link_invalid')
      expect((await reset(token)).status).toBe(200)
    })

    it('nothing in the database is a link', async () => {
      const token = await resetToken()
      const [, mac = ''] = token.split('.')
      for (const table of ['one_time_links', 'mails'])
        expect(JSON.stringify(await runSql(database, `select * from ${table}`))).not.toContain(mac)
    })

    it('who is suspended gets no link', async () => {
      await runSql(database, `update users set suspended_at = ${door.clock.now()}`)
      await forgot(ADDRESS)
      const outcome = () => runSql(database, `select kind, outcome from mails where kind = 'password_reset'`)
      await expect.poll(outcome).toEqual([{ kind: 'password_reset', outcome: 'needless' }])
      expect(door.mailbox.messages).toEqual([])
    })

    it('what is no address is told so', async () => {
      expect(refusalOf(await forgot('ada'))).toMatchObject({
        status: 422,
        reason: 'address_invalid',
        parameter: 'email',
      })
    })
  })

  describe('that are changed', () => {
    it('give this browser a new session, end all others, and tell the owner', async () => {
      const before = await browser.readState()
      const other = door.openBrowser()
      await door.signIn(other)
      const application = granted(await door.exchange(await door.idToken(somePerson({ email: ADDRESS }))))
      const old = new Map(browser.cookies)
      const answer = await change({ currentPassword: PASSWORD, newPassword: NEW })
      const state = stateOf(answer)
      if (before.status !== 'signed_in' || state.status !== 'signed_in')
        throw new Error('nobody is signed in')
      expect(answer.status).toBe(200)
      expect({ ...state.user, updatedAt: '' }).toEqual({ ...before.user, updatedAt: '' })
      expect(state.session.id).not.toBe(before.session.id)
      expect(await browser.readState()).toEqual(state)
      expect((await other.readState()).status).toBe('signed_out')
      expect(await door.introspect(application.access_token)).toEqual({ active: false })
      const thief = door.openBrowser()
      for (const [name, cookie] of old) thief.cookies.set(name, cookie)
      expect((await thief.readState()).status).toBe('signed_out')
      expect((await door.signIn(other)).status).toBe(400)
      expect((await door.signIn(other, { password: NEW })).status).toBe(200)
      const told = await door.mailbox.waitFor(({ subject }) => /was changed/.test(subject))
      expect(told.to).toEqual([ADDRESS])
    })

    it('need the current one, and a reset link asked for before is dead afterwards', async () => {
      const token = await resetToken()
      for (const body of [{ newPassword: NEW }, { currentPassword: 'no', newPassword: NEW }])
        expect(refusalOf(await change(body))).toMatchObject({
          status: 403,
          error: 'access_denied',
          reason: 'password_wrong',
          parameter: 'currentPassword',
        })
      expect((await change({ currentPassword: PASSWORD, newPassword: NEW })).status).toBe(200)
      expect(refusalOf(await reset(token)).reason).toBe('link_invalid')
    })

    it('ten guesses of the current one are free, then they wait, whatever browser they come from', async () => {
      const other = door.openBrowser()
      await door.signIn(other)
      for (let count = 0; count < 11; count += 1) {
        const from = count % 2 === 0 ? browser : other
        expect((await change({ currentPassword: 'guess', newPassword: NEW }, from)).status).toBe(403)
      }
      const paused = await change({ currentPassword: PASSWORD, newPassword: NEW })
      expect([paused.status, paused.headers.get('retry-after')]).toEqual([429, '1'])
      door.clock.advance(1_000)
      expect((await change({ currentPassword: PASSWORD, newPassword: NEW })).status).toBe(200)
    })

    it('follow the rules, and a refusal changes nothing', async () => {
      const state = await browser.readState()
      for (const [newPassword, reason] of [
        ['short', 'password_too_short'],
        ['Lovelace99', 'password_personal'],
        ['qwertyuiop', 'password_too_common'],
      ])
        expect(refusalOf(await change({ currentPassword: PASSWORD, newPassword }))).toMatchObject({
          status: 422,
          reason,
          parameter: 'newPassword',
        })
      expect(await browser.readState()).toEqual(state)
      expect((await door.signIn(door.openBrowser())).status).toBe(200)
    })

    it('a change that is under way when the owner takes the account back comes too late', async () => {
      const token = await resetToken()
      door.clock.advance(1)
      const answers = await Promise.all([
        reset(token, 'phrase of the owner'),
        ...Array.from({ length: 6 }, () =>
          change({ currentPassword: PASSWORD, newPassword: 'phrase of a thief' }),
        ),
      ])
      expect(answers[0]?.status === 200 || answers.filter(({ status }) => status === 200).length === 1).toBe(
        true,
      )
      const hasWon = answers[0]?.status === 200
      const [owner, thief] = [
        await door.signIn(door.openBrowser(), { password: 'phrase of the owner' }),
        await door.signIn(door.openBrowser(), { password: 'phrase of a thief' }),
      ]
      expect([owner.status, thief.status]).toEqual(hasWon ? [200, 400] : [400, 200])
      expect((await browser.readState()).status).toBe(hasWon ? 'signed_out' : 'signed_in')
    })
  })

  describe('that are the first', () => {
    /** A browser session of somebody who signed in with a provider only. */
    const withoutPassword = async () => {
      await runSql(database, 'delete from passwords')
      return browser
    }

    it('can be chosen by who has just signed in, and sign in from then on', async () => {
      await withoutPassword()
      expect(refusalOf(await door.signIn(door.openBrowser())).reason).toBe('credentials_wrong')
      expect(stateOf(await change({ newPassword: NEW })).status).toBe('signed_in')
      expect((await door.signIn(door.openBrowser(), { password: NEW })).status).toBe(200)
    })

    it('need a sign-in within the last ten minutes', async () => {
      await withoutPassword()
      door.clock.advance(10 * MINUTE + 1)
      expect(refusalOf(await change({ newPassword: NEW }))).toMatchObject({
        status: 403,
        error: 'insufficient_user_authentication',
        reason: 'recent_sign_in_needed',
      })
      expect(await runSql(database, 'select user_id from passwords')).toEqual([])
    })

    it('a forgotten password that never was is chosen with the link', async () => {
      await withoutPassword()
      expect((await reset(await resetToken())).status).toBe(200)
      expect((await door.signIn(door.openBrowser(), { password: NEW })).status).toBe(200)
    })
  })

  it('a change does not make a session remembered that was not, and keeps one that was', async () => {
    const remembered = door.openBrowser()
    await door.signIn(remembered, { remember: true })
    await change({ currentPassword: PASSWORD, newPassword: NEW }, remembered)
    expect(await remembered.readState()).toMatchObject({
      session: { remembered: true, expiresAt: new Date(door.clock.now() + 90 * DAY).toISOString() },
    })
  })
})
