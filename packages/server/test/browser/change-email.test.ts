import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf, type TestBrowser } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const OLD = 'ada@example.com'
const NEW = 'Ada.King@example.org'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe.each(databaseKinds)('another address, on $name', (kind) => {
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

  const ask = (email = NEW, from = browser) => from.send('POST', paths.changeEmail, { email })
  const confirm = (body: object, from = browser) => from.send('POST', paths.confirmEmail, body)

  it.each(['token', 'code'] as const)(
    'is the account’s once it is confirmed by %s, and the old one is told',
    async (by) => {
      const before = await browser.readState()
      const asked = await ask()
      expect([asked.status, asked.body]).toEqual([202, { status: 'accepted' }])
      expect(await browser.readState()).toEqual(before)
      const proof = await door.linkTo(NEW)
      expect(proof.link).toMatch(
        new RegExp(`^${APP}/confirm-email#token=lkec_[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}$`),
      )
      door.clock.advance(1_000)
      const answer = await confirm({ [by]: proof[by] })
      if (before.status !== 'signed_in') throw new Error('nobody is signed in')
      expect(answer.body).toEqual({
        ...before,
        user: { ...before.user, email: NEW, updatedAt: new Date(door.clock.now()).toISOString() },
      })
      expect(await browser.readState()).toEqual(answer.body)
      expect((await door.signIn(door.openBrowser())).status).toBe(400)
      expect((await door.signIn(door.openBrowser(), { email: NEW.toLowerCase() })).status).toBe(200)
      const told = await door.mailbox.waitFor(({ to }) => to.includes(OLD))
      expect(told.subject).toBe('Your address at Todos was changed')
      expect(told.text).not.toContain(NEW)
      expect(refusalOf(await confirm({ token: proof.token }))).toMatchObject({
        status: 400,
        reason: 'link_invalid',
      })
    },
  )

  it('needs a sign-in within the last ten minutes', async () => {
    door.clock.advance(10 * MINUTE)
    expect((await ask()).status).toBe(202)
    door.clock.advance(1)
    expect(refusalOf(await ask())).toMatchObject({
      status: 403,
      error: 'insufficient_user_authentication',
      reason: 'recent_sign_in_needed',
    })
    await door.signIn(browser)
    expect((await ask()).status).toBe(202)
  })

  it('of somebody else shows nowhere but in their mailbox, and stays theirs', async () => {
    const eve = door.openBrowser()
    await door.signUp(eve, { email: 'eve@example.com' })
    door.mailbox.clear()
    const asked = await ask('EVE@example.com')
    expect([asked.status, asked.body]).toEqual([202, { status: 'accepted' }])
    const told = await door.mailbox.waitFor(({ to }) => to.includes('eve@example.com'))
    expect([told.subject, told.code, told.links]).toEqual([
      'This address already has an account at Todos',
      undefined,
      [],
    ])
    expect(await browser.readState()).toMatchObject({ user: { email: OLD } })
  })

  it('is confirmed by nobody but who asked for it', async () => {
    await ask()
    const { token, code } = await door.linkTo(NEW)
    const nobody = door.openBrowser()
    expect(refusalOf(await confirm({ token }, nobody)).reason).toBe('not_signed_in')
    const eve = door.openBrowser()
    await door.signUp(eve, { email: 'eve@example.com' })
    expect(refusalOf(await confirm({ token }, eve)).reason).toBe('link_invalid')
    expect(refusalOf(await confirm({ code }, eve)).reason).toBe('code_wrong')
    expect(await eve.readState()).toMatchObject({ user: { email: 'eve@example.com' } })
    const elsewhere = door.openBrowser()
    await door.signIn(elsewhere)
    expect((await confirm({ token }, elsewhere)).status).toBe(200)
  })

  it('a code has five tries, the link goes on working', async () => {
    await ask()
    const { token, code = '' } = await door.linkTo(NEW)
    const wrong = code === '000000' ? '000001' : '000000'
    for (const typed of [wrong, wrong, wrong, wrong, wrong, code])
      expect(refusalOf(await confirm({ code: typed }))).toMatchObject({
        status: 422,
        reason: 'code_wrong',
        parameter: 'code',
      })
    expect((await confirm({ token })).status).toBe(200)
  })

  it('without one asked for there is no code', async () => {
    expect(refusalOf(await confirm({ code: '123456' })).reason).toBe('code_wrong')
  })

  it('the one asked for last counts', async () => {
    await ask('first@example.com')
    const first = await door.linkTo('first@example.com')
    await ask()
    const second = await door.linkTo(NEW)
    expect(refusalOf(await confirm({ token: first.token })).reason).toBe('link_invalid')
    expect((await confirm({ code: second.code })).status).toBe(200)
  })

  it('has a day to be confirmed', async () => {
    await ask()
    const { token, code } = await door.linkTo(NEW)
    door.clock.advance(DAY)
    await door.signIn(browser)
    expect(refusalOf(await confirm({ token })).reason).toBe('link_invalid')
    expect(refusalOf(await confirm({ code })).reason).toBe('code_wrong')
  })

  it('that somebody has proved meanwhile stays theirs', async () => {
    await ask()
    const { token } = await door.linkTo(NEW)
    await door.signUp(door.openBrowser(), { email: NEW })
    expect(refusalOf(await confirm({ token })).reason).toBe('link_invalid')
    expect(await countRows(database, 'users')).toBe(2)
    expect(await browser.readState()).toMatchObject({ user: { email: OLD } })
  })

  it('a reset link sent to the old one is dead once there is a new one', async () => {
    await browser.send('POST', paths.forgotPassword, { email: OLD })
    const reset = await door.linkTo(OLD)
    await ask()
    const { token } = await door.linkTo(NEW)
    expect((await confirm({ token })).status).toBe(200)
    const late = await browser.send('POST', paths.resetPassword, {
      token: reset.token,
      password: 'another good phrase',
    })
    expect(refusalOf(late).reason).toBe('link_invalid')
    expect((await door.signIn(door.openBrowser(), { email: NEW, password: PASSWORD })).status).toBe(200)
  })

  it('asked for by a thief is dead once the owner has reset the password', async () => {
    await ask('thief@example.com')
    const { token } = await door.linkTo('thief@example.com')
    await door.openBrowser().send('POST', paths.forgotPassword, { email: OLD })
    const reset = await door.linkTo(OLD)
    const body = { token: reset.token, password: 'another good phrase' }
    expect((await door.openBrowser().send('POST', paths.resetPassword, body)).status).toBe(200)
    await door.signIn(browser, { password: 'another good phrase' })
    expect(refusalOf(await confirm({ token })).reason).toBe('link_invalid')
  })

  it('what is no address is told so, and the own one in another case is just spelled anew', async () => {
    expect(refusalOf(await ask('no address'))).toMatchObject({
      status: 422,
      reason: 'address_invalid',
      parameter: 'email',
    })
    await ask('ADA@example.com')
    const { code } = await door.linkTo('ADA@example.com')
    expect(stateOf(await confirm({ code }))).toMatchObject({ user: { email: 'ADA@example.com' } })
  })

  it('a mailbox is written to six times, and who goes on is answered alike', async () => {
    for (let count = 0; count < 8; count += 1) expect((await ask()).status).toBe(202)
    const written = await runSql(database, `select id from mails where kind = 'email_change'`)
    expect(written).toHaveLength(6)
  })
})
