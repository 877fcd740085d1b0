import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { somePerson } from '../fixtures/people.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { atOnce, tally } from '../fixtures/stores.js'
import { type BrowserAnswer, refusalOf } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { granted } from '../fixtures/test-latchkey.js'

const ADDRESS = 'ada@example.com'
const NEW = 'another good phrase'
const ADA = { email: ADDRESS, password: PASSWORD }

const picture = (index: number) => `https://pictures.example/${index}`

const outcomeOf = (answer: BrowserAnswer): string => (answer.status < 300 ? 'done' : refusalOf(answer).reason)

describe.each(databaseKinds)('in the same moment, on two servers over $name', (kind) => {
  let here: TestBrowserDoor
  let there: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  beforeEach(async () => {
    database = await kind.create()
    here = await startTestBrowserDoor({ database })
    there = await startTestBrowserDoor({
      database,
      startAt: here.clock.now(),
      options: { mail: { smtp: here.mailbox.smtpUrl, from: 'no-reply@todos.example' } },
    })
  })
  afterEach(async () => {
    await there[Symbol.asyncDispose]()
    await here[Symbol.asyncDispose]()
    await database.drop()
  })

  const server = (index: number) => (index % 2 === 0 ? here : there)
  /** A browser that is ready: it knows its CSRF token. */
  const ready = async (at = here) => {
    const browser = at.openBrowser()
    await browser.readState()
    return browser
  }
  const liveSessions = () => runSql(database, 'select id from sessions where ended_at is null')

  it('twenty confirmations of one sign-up make one user and one session', async () => {
    const first = here.openBrowser()
    await first.send('POST', paths.signUp, ADA)
    const { token } = await here.linkTo(ADDRESS)
    const browsers = await atOnce(20, (index) => ready(server(index)))
    const answers = await Promise.all(
      browsers.map((browser) => browser.send('POST', paths.confirmSignUp, { token, password: PASSWORD })),
    )
    expect(tally(answers.map(outcomeOf))).toEqual({ done: 1, link_invalid: 19 })
    expect([await countRows(database, 'users'), await countRows(database, 'sessions')]).toEqual([1, 1])
  })

  it('two sign-ups of one address, confirmed at once, make one user', async () => {
    const confirmations = []
    for (const password of [PASSWORD, NEW]) {
      here.mailbox.clear()
      const browser = here.openBrowser()
      await browser.send('POST', paths.signUp, { email: ADDRESS, password })
      const { code } = await here.linkTo(ADDRESS)
      confirmations.push({ browser, code, password })
    }
    const answers = await Promise.all(
      confirmations.map(({ browser, code }) => browser.send('POST', paths.confirmSignUp, { code })),
    )
    expect(tally(answers.map(outcomeOf))).toEqual({ done: 1, link_invalid: 1 })
    expect([await countRows(database, 'users'), await countRows(database, 'sessions')]).toEqual([1, 1])
    const won = answers.findIndex(({ status }) => status === 200)
    const signIns = await Promise.all(
      confirmations.map(async ({ password }) => (await here.signIn(here.openBrowser(), { password })).status),
    )
    expect(signIns).toEqual([0, 1].map((index) => (index === won ? 200 : 400)))
  })

  it('a password that is replaced leaves no live session of whoever signed in with the old one', async () => {
    for (let round = 0; round < 4; round += 1) {
      const email = `person${round}@example.com`
      const own = here.openBrowser()
      await here.signUp(own, { email })
      const [user] = await runSql(database, `select id from users where email = '${email}'`)
      here.clock.advance(60_000)
      there.clock.advance(60_000)
      const others = await atOnce(6, (index) => ready(server(index)))
      const [changed, ...signIns] = await Promise.all([
        own.send('POST', paths.changePassword, { currentPassword: PASSWORD, newPassword: NEW }),
        ...others.map((browser) => browser.send('POST', paths.session, { email, password: PASSWORD })),
      ])
      expect(changed.status).toBe(200)
      for (const answer of signIns) expect(['done', 'credentials_wrong']).toContain(outcomeOf(answer))
      const live = await runSql(
        database,
        `select id from sessions where ended_at is null and user_id = '${user?.['id']}'`,
      )
      const state = await own.readState()
      expect(live).toEqual([{ id: state.status === 'signed_in' ? state.session.id : 'none' }])
    }
  })

  it('one reset link sets one password', async () => {
    await here.signUp(here.openBrowser())
    here.mailbox.clear()
    await here.openBrowser().send('POST', paths.forgotPassword, { email: ADDRESS })
    const { token } = await here.linkTo(ADDRESS)
    const passwords = Array.from({ length: 8 }, (_, index) => `good phrase number ${index}`)
    const answers = await Promise.all(
      passwords.map(async (password, index) =>
        (await ready(server(index))).send('POST', paths.resetPassword, { token, password }),
      ),
    )
    expect(tally(answers.map(outcomeOf))).toEqual({ done: 1, link_invalid: 7 })
    const won = answers.findIndex(({ status }) => status === 200)
    expect((await here.signIn(here.openBrowser(), { password: passwords[won] ?? '' })).status).toBe(200)
  })

  it('of two changes of one password from one session one is made', async () => {
    const own = here.openBrowser()
    await here.signUp(own)
    const twin = there.openBrowser()
    for (const [name, cookie] of own.cookies) twin.cookies.set(name, cookie)
    twin.csrfToken = own.csrfToken
    const change = (browser: typeof own, newPassword: string) =>
      browser.send('POST', paths.changePassword, { currentPassword: PASSWORD, newPassword })
    const answers = await Promise.all([change(own, 'first good phrase'), change(twin, 'second good phrase')])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await liveSessions()).toHaveLength(1)
  })

  it('a browser that signs in twice holds a session that lives', async () => {
    const own = here.openBrowser()
    await here.signUp(own)
    await Promise.all([here.signIn(own), here.signIn(own)])
    expect((await own.readState()).status).toBe('signed_in')
  })

  it('many wrong passwords count each', async () => {
    await here.signUp(here.openBrowser())
    const source = { remoteAddress: '192.0.2.1' }
    const browsers = await atOnce(40, (index) => ready(server(index)))
    const answers = await Promise.all(
      browsers.map((browser) =>
        browser.send('POST', paths.session, { ...ADA, password: 'a guess' }, { source }),
      ),
    )
    // Five are free, the sixth begins the first pause. For some of so many there is no place to be looked at.
    const { credentials_wrong, too_many_attempts = 0, overloaded = 0 } = tally(answers.map(outcomeOf))
    expect([credentials_wrong, too_many_attempts + overloaded]).toEqual([6, 34])
    expect(too_many_attempts).toBeGreaterThan(0)
  })

  it('many wrong codes count each', async () => {
    const own = here.openBrowser()
    await own.send('POST', paths.signUp, ADA)
    const { code = '' } = await here.linkTo(ADDRESS)
    const wrong = code === '000000' ? '000001' : '000000'
    await atOnce(30, () => own.send('POST', paths.confirmSignUp, { code: wrong }))
    expect(outcomeOf(await own.send('POST', paths.confirmSignUp, { code }))).toBe('code_wrong')
    expect(await runSql(database, 'select wrong_codes from sign_ups')).toEqual([{ wrong_codes: 5 }])
  })

  it('who deletes the account while others sign in to it leaves nothing behind', async () => {
    const own = here.openBrowser()
    await here.signUp(own)
    const others = await atOnce(6, (index) => ready(server(index)))
    const idToken = await here.idToken(somePerson({ email: ADDRESS }))
    const [gone] = await Promise.all([
      own.send('DELETE', paths.account),
      ...others.map((browser) => browser.send('POST', paths.session, ADA)),
    ])
    expect(gone.status).toBe(200)
    expect([await countRows(database, 'users'), await countRows(database, 'sessions')]).toEqual([0, 0])
    expect(granted(await here.exchange(idToken)).user.email).toBe(ADDRESS)
  })

  it('thirty changes of a profile are all made', async () => {
    const browser = here.openBrowser()
    await here.signUp(browser)
    const answers = await atOnce(30, (index) =>
      browser.send('PATCH', paths.account, index === 0 ? { name: 'Countess' } : { picture: picture(index) }),
    )
    expect(tally(answers.map(outcomeOf))).toEqual({ done: 30 })
    expect((await browser.send('GET', paths.account)).body).toMatchObject({
      user: { name: 'Countess', picture: expect.stringMatching(/^https:/) },
    })
  })

  it('whatever people and thieves do to one account, each is answered and none of it is a fault', async () => {
    // No more messages than an address gets without a pause: that of the sign-up, and one a round.
    const LAST = 4
    const phrases = [PASSWORD, NEW]
    const [owner, thief] = [here.openBrowser(), there.openBrowser()]
    await here.signUp(owner)
    for (let round = 0; round <= LAST; round += 1) {
      const [currentPassword = '', newPassword = ''] = round % 2 === 0 ? phrases : phrases.toReversed()
      await here.signIn(owner, { password: currentPassword })
      await there.signIn(thief, { password: currentPassword })
      here.mailbox.clear()
      await owner.send('POST', paths.forgotPassword, { email: ADDRESS })
      const { token } = await here.linkTo(ADDRESS)
      await thief.send('POST', paths.changeEmail, { email: `thief-${round}@example.com` })
      const change = await here.linkTo(`thief-${round}@example.com`)
      const answers = await Promise.all([
        owner.send('POST', paths.resetPassword, { token, password: newPassword }),
        owner.send('POST', paths.changePassword, { currentPassword, newPassword }),
        owner.send('DELETE', `${paths.accountSessions}?keep=current`),
        thief.send('POST', paths.changeEmail, { email: `thief-${round}b@example.com` }),
        thief.send('PATCH', paths.account, { name: 'Mallory' }),
        there.signIn(there.openBrowser(), { password: newPassword }),
        thief.send('POST', paths.confirmEmail, round === LAST ? { token: change.token } : { code: '000000' }),
      ])
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([])
    }
  })

  it('who deletes the account twice, and asks for another address meanwhile, is told the same twice', async () => {
    const browser = here.openBrowser()
    await here.signUp(browser)
    const [first, second, change] = await Promise.all([
      browser.send('DELETE', paths.account),
      browser.send('DELETE', paths.account),
      browser.send('POST', paths.changeEmail, { email: 'elsewhere@example.com' }),
    ])
    expect([first?.status, second?.status]).toEqual([200, 200])
    expect(outcomeOf(change)).toMatch(/^(done|not_signed_in)$/)
    expect(await countRows(database, 'users')).toBe(0)
  })

  it('one address confirmed for two accounts belongs to one', async () => {
    const accounts = []
    for (const email of ['ada@example.org', 'eve@example.org']) {
      const browser = here.openBrowser()
      await here.signUp(browser, { email })
      here.mailbox.clear()
      await browser.send('POST', paths.changeEmail, { email: ADDRESS })
      accounts.push({ browser, ...(await here.linkTo(ADDRESS)) })
    }
    const answers = await Promise.all(
      accounts.map(({ browser, token }) => browser.send('POST', paths.confirmEmail, { token })),
    )
    expect(tally(answers.map(outcomeOf))).toEqual({ done: 1, link_invalid: 1 })
    expect(await runSql(database, `select email from users where email_key = '${ADDRESS}'`)).toHaveLength(1)
  })
})
