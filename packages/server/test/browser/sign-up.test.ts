import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { refusalOf, stateOf } from '../fixtures/test-browser.js'
import { APP, PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'

const ADA = { email: 'ada@example.com', password: PASSWORD }
const DAY = 24 * 60 * 60_000
const MINUTE = 60_000

describe.each(databaseKinds)('signing up, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  it('whole, by the code: accepted, then a user, a session, and nothing left of the sign-up', async () => {
    const browser = door.openBrowser()
    const begun = await browser.send('POST', paths.signUp, { ...ADA, name: '  Ada\u0000 Lovelace ' })
    expect([begun.status, begun.body]).toEqual([202, { status: 'accepted' }])
    expect(browser.cookies.get('latchkey-sign-up')?.value).toMatch(/^lksu_[0-9a-f]{32}\.[0-9a-f]{64}$/)
    const { code, link } = await door.linkTo('ada@example.com')
    expect(link).toMatch(new RegExp(`^${APP}/confirm-sign-up#token=lkvt_[0-9a-f]{32}\\.[A-Za-z0-9_-]{43}$`))

    const confirmed = await browser.send('POST', paths.confirmSignUp, { code })
    const now = new Date(door.clock.now()).toISOString()
    expect(confirmed.status).toBe(200)
    expect(confirmed.body).toEqual({
      status: 'signed_in',
      csrfToken: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      user: {
        id: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
        email: 'ada@example.com',
        emailVerified: true,
        name: 'Ada Lovelace',
        picture: null,
        profile: {},
        createdAt: now,
        updatedAt: now,
      },
      session: {
        id: expect.stringMatching(/^ses_[0-9a-f]{32}$/),
        authenticatedAt: now,
        createdAt: now,
        expiresAt: new Date(door.clock.now() + DAY).toISOString(),
        remembered: false,
        actor: null,
      },
    })
    expect(await browser.readState()).toEqual(confirmed.body)
    expect(browser.cookies.has('latchkey-sign-up')).toBe(false)
    expect(await countRows(database, 'sign_ups')).toBe(0)
  })

  it('the link confirms in the browser that signed up, without the password', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const { token } = await door.linkTo('ada@example.com')
    expect(stateOf(await browser.send('POST', paths.confirmSignUp, { token }))).toMatchObject({
      status: 'signed_in',
      user: { email: 'ada@example.com', emailVerified: true },
    })
  })

  it('the link in another browser asks for the password, takes the right one only, and works once', async () => {
    await door.openBrowser().send('POST', paths.signUp, ADA)
    const { token } = await door.linkTo('ada@example.com')
    const other = door.openBrowser()
    const confirm = (body: object) => other.send('POST', paths.confirmSignUp, body)
    const asked = refusalOf(await confirm({ token }))
    expect([asked.status, asked.error, asked.reason]).toEqual([
      403,
      'access_denied',
      'confirmation_needs_password',
    ])
    expect(refusalOf(await confirm({ token, password: 'some other password' }))).toMatchObject({
      status: 403,
      reason: 'password_wrong',
      parameter: 'password',
    })
    expect(stateOf(await confirm({ token, password: PASSWORD })).status).toBe('signed_in')
    expect(refusalOf(await confirm({ token, password: PASSWORD }))).toMatchObject({
      status: 400,
      reason: 'link_invalid',
    })
    expect(await countRows(database, 'users')).toBe(1)
  })

  it('a link in another browser takes five passwords, and then none: it says so, and the first browser goes on', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const { token } = await door.linkTo('ada@example.com')
    const other = door.openBrowser()
    const confirm = (password: string) => other.send('POST', paths.confirmSignUp, { token, password })
    for (let count = 0; count < 5; count += 1)
      expect(refusalOf(await confirm('a guess')).reason).toBe('password_wrong')
    expect(refusalOf(await confirm(PASSWORD)).reason).toBe('link_invalid')
    expect(stateOf(await browser.send('POST', paths.confirmSignUp, { token })).status).toBe('signed_in')
  })

  it('a code that is wrong is refused, and after five of them the right one too; the link goes on working', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const { token, code = '' } = await door.linkTo('ada@example.com')
    const wrong = code === '000000' ? '000001' : '000000'
    for (const typed of [wrong, wrong, '12', '', `${code}0`, code]) {
      expect(refusalOf(await browser.send('POST', paths.confirmSignUp, { code: typed }))).toMatchObject({
        status: 422,
        reason: 'code_wrong',
        parameter: 'code',
      })
    }
    expect(stateOf(await browser.send('POST', paths.confirmSignUp, { token })).status).toBe('signed_in')
  })

  it('more sign-ups for one address buy no more than eleven guesses a day', async () => {
    const owner = door.openBrowser()
    await owner.send('POST', paths.signUp, ADA)
    const { code } = await door.linkTo('ada@example.com')
    for (let signUp = 0; signUp < 3; signUp += 1) {
      const guesser = door.openBrowser()
      await guesser.send('POST', paths.signUp, ADA)
      for (let guess = 0; guess < 5; guess += 1)
        await guesser.send('POST', paths.confirmSignUp, { code: 'wrong' })
    }
    const refused = await owner.send('POST', paths.confirmSignUp, { code })
    expect(refusalOf(refused).reason).toBe('code_wrong')
    door.clock.advance(DAY)
    expect(stateOf(await owner.send('POST', paths.confirmSignUp, { code })).status).toBe('signed_in')
  })

  it('after three days the sign-up is over: the code, the link and the cookie name nothing', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const { code, token } = await door.linkTo('ada@example.com')
    door.clock.advance(3 * DAY)
    const reasons = async () => [
      refusalOf(await browser.send('POST', paths.confirmSignUp, { code })).reason,
      refusalOf(await browser.send('POST', paths.confirmSignUp, { token, password: PASSWORD })).reason,
      refusalOf(await browser.send('POST', paths.resendSignUp, {})).reason,
      refusalOf(await door.signIn(browser)).reason,
    ]
    expect(await reasons()).toEqual([
      'sign_up_unknown',
      'link_invalid',
      'sign_up_unknown',
      'credentials_wrong',
    ])
  })

  it('a browser that did not sign up has no code to enter and no message to ask for', async () => {
    await door.openBrowser().send('POST', paths.signUp, ADA)
    const { code } = await door.linkTo('ada@example.com')
    const other = door.openBrowser()
    for (const answer of [
      await other.send('POST', paths.confirmSignUp, { code }),
      await other.send('POST', paths.resendSignUp, {}),
    ])
      expect(refusalOf(answer)).toMatchObject({ status: 400, reason: 'sign_up_unknown' })
  })

  it('the cookie of one sign-up does not confirm another, nor does a cookie with another secret', async () => {
    const thief = door.openBrowser()
    await thief.send('POST', paths.signUp, { ...ADA, password: 'password of a thief' })
    await door.linkTo('ada@example.com')
    door.mailbox.clear()
    const ada = door.openBrowser()
    await ada.send('POST', paths.signUp, ADA)
    const { token, code } = await door.linkTo('ada@example.com')
    expect(refusalOf(await thief.send('POST', paths.confirmSignUp, { token })).reason).toBe(
      'confirmation_needs_password',
    )
    expect(refusalOf(await thief.send('POST', paths.confirmSignUp, { code })).reason).toBe('code_wrong')
    const kept = ada.cookies.get('latchkey-sign-up')
    if (kept === undefined) throw new Error('no cookie')
    const forged = door.openBrowser()
    await forged.readState()
    forged.cookies.set('latchkey-sign-up', {
      ...kept,
      value: kept.value.replace(/\.[0-9a-f]{64}$/, `.${'0'.repeat(64)}`),
    })
    expect(refusalOf(await forged.send('POST', paths.confirmSignUp, { code })).reason).toBe('sign_up_unknown')
  })

  it('the message is sent again on request, with the same code and link', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const first = await door.linkTo('ada@example.com')
    door.mailbox.clear()
    const again = await browser.send('POST', paths.resendSignUp, {})
    expect([again.status, again.body]).toEqual([202, { status: 'accepted' }])
    expect(await door.linkTo('ada@example.com')).toEqual(first)
  })

  it('a sixth message to one address costs a pause when the browser asks for it', async () => {
    const browser = door.openBrowser()
    await browser.send('POST', paths.signUp, ADA)
    const statuses: number[] = []
    for (let count = 2; count <= 7; count += 1)
      statuses.push((await browser.send('POST', paths.resendSignUp, {})).status)
    expect(statuses).toEqual([202, 202, 202, 202, 202, 429])
    const refused = await browser.send('POST', paths.resendSignUp, {})
    expect(refusalOf(refused)).toMatchObject({
      error: 'temporarily_unavailable',
      reason: 'too_many_attempts',
    })
    expect(refused.headers.get('retry-after')).toBe('60')
    door.clock.advance(MINUTE)
    expect((await browser.send('POST', paths.resendSignUp, {})).status).toBe(202)
  })

  it('who floods a mailbox with sign-ups is answered alike, and no more than six messages are written', async () => {
    const answers = []
    for (let count = 0; count < 8; count += 1)
      answers.push(await door.openBrowser().send('POST', paths.signUp, ADA))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set(['202 {"status":"accepted"}']),
    )
    // Five are free; the sixth begins the pause and still goes out.
    expect(await countRows(database, 'mails')).toBe(6)
    expect(await countRows(database, 'sign_ups')).toBe(8)
  })

  it('signing up with an address that is taken looks the same, mails its owner, and the code never works', async () => {
    await door.signUp(door.openBrowser())
    door.mailbox.clear()
    const stranger = door.openBrowser()
    const free = await stranger.send('POST', paths.signUp, { ...ADA, email: 'new@example.com' })
    const newcomer = door.openBrowser()
    const taken = await newcomer.send('POST', paths.signUp, {
      email: 'ADA@example.com',
      password: 'another good phrase',
    })
    expect([taken.status, taken.text]).toEqual([free.status, free.text])
    expect([...taken.headers.keys()]).toEqual([...free.headers.keys()])
    const mail = await door.mailbox.waitFor(({ to }) => to.includes('ada@example.com'))
    expect(mail.subject).toBe('You already have an account at Todos')
    expect(mail.code).toBeUndefined()
    expect(mail.links).toEqual([`${APP}/sign-in`, `${APP}/forgot-password`])

    for (let code = 0; code < 5; code += 1) {
      const guessed = await newcomer.send('POST', paths.confirmSignUp, {
        code: String(code).padStart(6, '0'),
      })
      expect(refusalOf(guessed).reason).toBe('code_wrong')
    }
    expect(refusalOf(await door.signIn(door.openBrowser(), { password: 'another good phrase' })).reason).toBe(
      'credentials_wrong',
    )
    expect((await door.signIn(door.openBrowser())).status).toBe(200)
  })

  it('an address that was proved by another between message and code stays theirs', async () => {
    const [first, second] = [door.openBrowser(), door.openBrowser()]
    await first.send('POST', paths.signUp, ADA)
    const one = await door.linkTo('ada@example.com')
    door.mailbox.clear()
    await second.send('POST', paths.signUp, { ...ADA, password: 'another good phrase' })
    const two = await door.linkTo('ada@example.com')
    expect(stateOf(await first.send('POST', paths.confirmSignUp, { code: one.code })).status).toBe(
      'signed_in',
    )
    for (const proof of [{ code: two.code }, { token: two.token }])
      expect(refusalOf(await second.send('POST', paths.confirmSignUp, proof)).reason).toBe('link_invalid')
    expect((await second.readState()).status).toBe('signed_out')
    expect(await runSql(database, 'select email from users')).toEqual([{ email: 'ada@example.com' }])
  })
})
