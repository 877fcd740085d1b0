import { paths } from '@latchkey/contract'
import type { Mailbox } from '@latchkey/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeCommandFolder } from '../fixtures/command.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import type { TestBrowser } from '../fixtures/test-browser.js'
import { PASSWORD, startTestBrowserDoor, type TestBrowserDoor } from '../fixtures/test-browser-door.js'
import { ROOT_SECRET } from '../fixtures/test-latchkey.js'

const ADDRESS = 'ada@example.com'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const NEW = 'another good phrase'
const PATIENT = { timeout: 20_000 }

describe.each([
  [
    'de-CH, de;q=0.9, en;q=0.5',
    'de',
    {
      signUp: 'Bestätigen Sie Ihre Adresse für Todos',
      taken: 'Sie haben bereits ein Konto bei Todos',
      reset: /Passwort/,
      changed: /Passwort .* geändert/,
      confirm: /Adresse/,
      moved: 'Ihre Adresse bei Todos wurde geändert',
      deleted: /Konto .* gelöscht/,
    },
  ],
  [
    'fr-CA',
    'fr',
    {
      signUp: 'Confirmez votre adresse pour Todos',
      taken: 'Vous avez déjà un compte chez Todos',
      reset: /mot de passe/,
      changed: /mot de passe/,
      confirm: /adresse/,
      moved: 'Votre adresse chez Todos a été changée',
      deleted: /compte/,
    },
  ],
  [
    'ja, *;q=0.1',
    'en',
    {
      signUp: 'Confirm your address for Todos',
      taken: 'You already have an account at Todos',
      reset: /password/,
      changed: /password .* changed/,
      confirm: /address/,
      moved: 'Your address at Todos was changed',
      deleted: /deleted/,
    },
  ],
])('a browser that asks for %s', (acceptLanguage, language, subjects) => {
  it(`is written to in ${language}, whatever the message is about`, async () => {
    await using door = await startTestBrowserDoor()
    const browser = door.openBrowser()
    const send = (method: string, path: string, body?: object) =>
      browser.send(method, path, body, { headers: { 'accept-language': acceptLanguage } })
    const next = async (to: string) => {
      const mail = await door.mailbox.waitFor((message) => message.to.includes(to))
      door.mailbox.clear()
      expect(mail.headers['content-language']).toBe(language)
      expect(mail.from).toBe('Todos <no-reply@todos.example>')
      return { subject: mail.subject, code: mail.code, token: mail.links[0]?.split('#token=')[1] }
    }
    const credentials = { email: ADDRESS, password: PASSWORD }

    await send('POST', paths.signUp, credentials)
    const signUp = await next(ADDRESS)
    expect(signUp.subject).toBe(subjects.signUp)
    await send('POST', paths.confirmSignUp, { code: signUp.code })
    await send('POST', paths.signUp, credentials)
    expect((await next(ADDRESS)).subject).toBe(subjects.taken)
    await send('POST', paths.forgotPassword, { email: ADDRESS })
    const reset = await next(ADDRESS)
    expect(reset.subject).toMatch(subjects.reset)
    await send('POST', paths.resetPassword, { token: reset.token, password: NEW })
    expect((await next(ADDRESS)).subject).toMatch(subjects.changed)
    await send('POST', paths.session, { email: ADDRESS, password: NEW })
    await send('POST', paths.changeEmail, { email: 'ada@example.org' })
    const change = await next('ada@example.org')
    expect(change.subject).toMatch(subjects.confirm)
    await send('POST', paths.confirmEmail, { code: change.code })
    expect((await next(ADDRESS)).subject).toBe(subjects.moved)
    await send('DELETE', paths.account)
    expect((await next('ada@example.org')).subject).toMatch(subjects.deleted)
  })
})

describe.each(databaseKinds)('a message, on $name', (kind) => {
  let door: TestBrowserDoor
  let database: Awaited<ReturnType<typeof kind.create>>
  let mailbox: Mailbox
  let browser: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    door = await startTestBrowserDoor({ database })
    mailbox = door.mailbox
    browser = door.openBrowser()
  })
  afterEach(async () => {
    await door[Symbol.asyncDispose]()
    await database.drop()
  })

  const signUp = (email = ADDRESS) => browser.send('POST', paths.signUp, { email, password: PASSWORD })
  const outbox = () =>
    runSql(database, 'select recipient, attempts, outcome, next_attempt_at from mails order by id')
  /** Begins a round at once: one more message, to somebody who has no account. */
  const beginRound = () => browser.send('POST', paths.forgotPassword, { email: 'nobody@example.com' })
  /** An attempt has been made, failed, and was noted. */
  const untilItFailed = () =>
    expect
      .poll(
        () => runSql(database, 'select id from mails where outcome is null and last_error is not null'),
        PATIENT,
      )
      .toHaveLength(1)
  const toAda = () => mailbox.messages.filter(({ to }) => to.includes(ADDRESS))

  it.each([
    ['is down', () => mailbox.down()],
    ['says 451 to the recipient', async () => mailbox.failWith(451)],
    ['says 421 after the message', async () => mailbox.failWith(421, { at: 'message' })],
  ])('waits while the mail server %s, and then arrives once, with a link that works', async (_, fail) => {
    await fail()
    expect((await signUp()).status).toBe(202)
    const due = door.clock.now() + 15 * SECOND
    const waiting = { recipient: ADDRESS, attempts: 1, outcome: null, next_attempt_at: due }
    await expect.poll(outbox, PATIENT).toEqual([waiting])
    // A second failure doubles the pause.
    door.clock.advance(15 * SECOND)
    await beginRound()
    const later = { ...waiting, attempts: 2, next_attempt_at: door.clock.now() + 30 * SECOND }
    await expect.poll(async () => (await outbox())[0], PATIENT).toEqual(later)

    mailbox.failWith(undefined)
    await mailbox.up()
    await beginRound()
    await expect
      .poll(async () => (await outbox()).slice(1).map(({ outcome }) => outcome), PATIENT)
      .toEqual(['needless', 'needless'])
    expect(toAda()).toEqual([])
    door.clock.advance(30 * SECOND)
    await beginRound()
    const { token } = await door.linkTo(ADDRESS)
    await expect.poll(async () => (await outbox())[0]).toMatchObject({ attempts: 3, outcome: 'sent' })
    expect(toAda()).toHaveLength(1)
    expect((await browser.send('POST', paths.confirmSignUp, { token })).status).toBe(200)
  })

  it('survives the end of the server that took it', async () => {
    await mailbox.down()
    await signUp()
    await untilItFailed()
    await door.restart()
    await mailbox.up()
    door.clock.advance(15 * SECOND)
    await beginRound()
    await door.linkTo(ADDRESS)
    expect(toAda()).toHaveLength(1)
  })

  it('about a reset is good for an hour from when it goes out, however late that is', async () => {
    await door.signUp(browser)
    mailbox.clear()
    await mailbox.down()
    await browser.send('POST', paths.forgotPassword, { email: ADDRESS })
    await untilItFailed()
    door.clock.advance(5 * HOUR)
    await mailbox.up()
    await beginRound()
    const { token } = await door.linkTo(ADDRESS)
    door.clock.advance(HOUR - 1)
    expect((await browser.send('POST', paths.resetPassword, { token, password: NEW })).status).toBe(200)
  })

  it('about a sign-up that is over when the server comes back is not sent', async () => {
    await mailbox.down()
    await signUp()
    await untilItFailed()
    door.clock.advance(72 * HOUR)
    await mailbox.up()
    await beginRound()
    await expect.poll(async () => (await outbox())[0], PATIENT).toMatchObject({ outcome: 'needless' })
    expect(mailbox.messages).toEqual([])
  })

  it('that is refused for good is given up, shown to the operator, and sent when they say so', async () => {
    await using folder = await makeCommandFolder({
      LATCHKEY_SECRET: ROOT_SECRET,
      LATCHKEY_ISSUER: 'http://localhost:4000',
      LATCHKEY_DATABASE: database.url,
    })
    await folder.write('latchkey.config.mjs', 'export default {}')
    mailbox.failWith(550, { text: 'No such mailbox here' })
    await signUp()
    await expect
      .poll(async () => (await outbox())[0], PATIENT)
      .toMatchObject({
        attempts: 1,
        outcome: 'failed',
        next_attempt_at: null,
      })
    expect(door.logLines.join('\n')).toContain('message given up')
    // What waits, and what was given up, are two lists.
    expect((await folder.run(['mail', 'list'])).stdout).toBe('No message is waiting.\n')
    const { stdout } = await folder.run(['mail', 'list', '--failed'])
    const [, id = ''] =
      /^(mail_[0-9a-f]{32}) {2}sign_up +failed {2}to ada@example\.com {2}since \S+ {2}1 attempt {2,}.*550/.exec(
        stdout,
      ) ?? []
    expect(id).not.toBe('')
    expect(stdout).not.toMatch(/lkvt_|#token/)

    mailbox.failWith(undefined)
    expect(await folder.run(['mail', 'retry', id])).toEqual({
      code: 0,
      stdout: `${id} is due. A running server sends it within seconds.\n`,
      stderr: '',
    })
    // The operator's clock is the world's, the server's is frozen.
    door.clock.advance(HOUR)
    await beginRound()
    await door.linkTo(ADDRESS)
    expect(toAda()).toHaveLength(1)
    for (const unknown of [id, 'mail_1', 'mail_00000000000000000000000000000000']) {
      await expect.poll(async () => (await outbox())[0]).toMatchObject({ outcome: 'sent' })
      const refused = await folder.run(['mail', 'retry', unknown])
      expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('There is no such message')])
    }
    expect((await folder.run(['mail', 'list', '--all'])).stdout).toContain(`${id}  sign_up          sent`)
  })

  it('is sent once by two servers on one database', async () => {
    await using elsewhere = await startTestBrowserDoor({
      database,
      startAt: door.clock.now(),
      options: { mail: { smtp: mailbox.smtpUrl, from: 'no-reply@todos.example' } },
    })
    const addresses = Array.from({ length: 30 }, (_, index) => `person${index}@example.com`)
    await Promise.all(
      addresses.map((email, index) => {
        const from = index % 2 === 0 ? door.openBrowser() : elsewhere.openBrowser()
        return from.send('POST', paths.signUp, { email, password: PASSWORD })
      }),
    )
    const unsettled = async () => (await outbox()).filter(({ outcome }) => outcome !== 'sent').length
    await expect.poll(unsettled, PATIENT).toBe(0)
    expect(mailbox.messages.flatMap(({ to }) => to).toSorted()).toEqual(addresses.toSorted())
  })

  it('that one server took and never settled is sent by another, under the same Message-ID', async () => {
    await mailbox.down()
    await signUp()
    await untilItFailed()
    // As if the process had died after it took the message.
    await runSql(database, `update mails set next_attempt_at = ${door.clock.now() + 5 * MINUTE}`)
    const [row] = await runSql(database, 'select id from mails')
    await mailbox.up()
    await using elsewhere = await startTestBrowserDoor({
      database,
      startAt: door.clock.now() + 5 * MINUTE,
      options: { mail: { smtp: mailbox.smtpUrl, from: 'Todos <no-reply@todos.example>' } },
    })
    await elsewhere.openBrowser().send('POST', paths.forgotPassword, { email: 'nobody@example.com' })
    const mail = await mailbox.waitFor(({ to }) => to.includes(ADDRESS))
    expect(mail.headers['message-id']).toBe(`<${row?.['id']}@todos.example>`)
  })

  it('neither outbox nor log holds a link, a code or a password', async () => {
    await signUp()
    const { token, code = '' } = await door.linkTo(ADDRESS)
    await browser.send('POST', paths.confirmSignUp, { code })
    await browser.send('POST', paths.changePassword, { currentPassword: PASSWORD, newPassword: NEW })
    const kept = JSON.stringify(await runSql(database, 'select * from mails')) + door.logLines.join('\n')
    const cookies = [...browser.cookies.values()].map(({ value }) => value)
    for (const secret of [token, `"${code}"`, PASSWORD, NEW, ...cookies]) expect(kept).not.toContain(secret)
  })
})
