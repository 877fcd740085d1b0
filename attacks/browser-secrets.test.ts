import { readFile } from 'node:fs/promises'
import { paths } from '@latchkey/contract'
import { expect, test } from 'vitest'
import { databaseKinds, sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import type { BrowserAnswer, TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  type MailedProof,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { ROOT_SECRET } from '../packages/server/test/fixtures/test-latchkey.js'
import { dumpDatabase, outboxSettled } from './fixtures/database-dump.js'

// Somebody reads the log, or a copy of the database, and looks in it for what opens an account.

const EMAIL = 'ada@example.com'
const PASSWORDS = {
  first: 'the first of her passwords',
  wrong: 'her passwort with a slip',
  changed: 'the second of her passwords',
  reset: 'the third of her passwords',
  refused: 'aaaaaaaaaaaaaaaaaaaaaaaa',
  strangers: 'what a stranger chose',
}

/** Everything that was ever told to a browser or a mailbox and opens something. */
interface Secrets {
  readonly opening: Set<string>
  readonly codes: Set<string>
}

const keep = (secrets: Secrets, browser: TestBrowser, mailed?: MailedProof): void => {
  for (const [name, { value }] of browser.cookies)
    if (value !== '' && name !== 'XSRF-TOKEN') secrets.opening.add(value)
  if (browser.csrfToken !== undefined) secrets.opening.add(browser.csrfToken)
  if (mailed === undefined) return
  secrets.opening.add(mailed.token)
  if (mailed.code !== undefined) secrets.codes.add(mailed.code)
}

/** A whole account life, with the slips that people make and the requests that are refused. */
const liveAnAccount = async (
  house: TestBrowserDoor,
  database: TestDatabase,
  look: () => Promise<void>,
): Promise<Secrets> => {
  const secrets: Secrets = { opening: new Set(Object.values(PASSWORDS)), codes: new Set() }
  const browser = house.openBrowser()
  const other = house.openBrowser()
  const act = async (
    who: TestBrowser,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<BrowserAnswer> => {
    const answer = await who.send(method, path, body)
    keep(secrets, who)
    return answer
  }
  const mailTo = async (address: string): Promise<MailedProof> => {
    await outboxSettled(database)
    const mailed = await house.linkTo(address)
    keep(secrets, browser, mailed)
    await look()
    house.mailbox.clear()
    return mailed
  }

  await act(browser, 'POST', paths.signUp, { email: EMAIL, password: PASSWORDS.refused })
  await act(browser, 'POST', paths.signUp, { email: EMAIL, password: PASSWORDS.first, name: 'Ada' })
  const signUp = await mailTo(EMAIL)
  await act(browser, 'POST', paths.confirmSignUp, { code: '000000' })
  await act(other, 'POST', paths.confirmSignUp, { token: signUp.token })
  await act(other, 'POST', paths.confirmSignUp, { token: signUp.token, password: PASSWORDS.wrong })
  await act(browser, 'POST', paths.confirmSignUp, { code: signUp.code })
  await act(other, 'POST', paths.session, { email: EMAIL, password: PASSWORDS.wrong })
  await act(other, 'POST', paths.session, { email: PASSWORDS.first, password: EMAIL })
  await act(other, 'POST', paths.session, { email: EMAIL, password: PASSWORDS.first, remember: true })
  await act(browser, 'POST', paths.changePassword, {
    currentPassword: PASSWORDS.wrong,
    newPassword: PASSWORDS.changed,
  })
  await act(browser, 'POST', paths.changePassword, {
    currentPassword: PASSWORDS.first,
    newPassword: PASSWORDS.changed,
  })
  await outboxSettled(database)
  house.mailbox.clear()
  await act(other, 'POST', paths.forgotPassword, { email: EMAIL })
  const reset = await mailTo(EMAIL)
  await act(other, 'POST', paths.resetPassword, { token: reset.token, password: PASSWORDS.refused })
  await act(other, 'POST', paths.resetPassword, { token: reset.token, password: PASSWORDS.reset })
  await act(other, 'POST', paths.resetPassword, { token: reset.token, password: PASSWORDS.reset })
  await act(browser, 'POST', paths.session, { email: EMAIL, password: PASSWORDS.reset })
  await outboxSettled(database)
  house.mailbox.clear()
  await act(browser, 'POST', paths.changeEmail, { email: 'ada@new.example' })
  const change = await mailTo('ada@new.example')
  await act(browser, 'POST', paths.confirmEmail, { code: '000000' })
  await act(browser, 'POST', paths.confirmEmail, { token: change.token })
  // Slips: the secret in the wrong place.
  for (const secret of [PASSWORDS.reset, reset.token, browser.cookies.get('latchkey')?.value ?? '']) {
    await act(other, 'POST', paths.confirmSignUp, { token: secret })
    await act(other, 'POST', paths.forgotPassword, { email: secret })
    await act(other, 'POST', paths.session, { email: secret, password: secret, [secret.slice(0, 50)]: 1 })
    await act(other, 'POST', paths.session, `{"email": "${secret}`)
    await act(browser, 'DELETE', `${paths.accountSessions}/${encodeURIComponent(secret)}`)
    await act(browser, 'DELETE', `${paths.accountSessions}?keep=${encodeURIComponent(secret)}`)
    await act(browser, 'GET', `/${encodeURIComponent(secret)}?token=${encodeURIComponent(secret)}`)
    await other.send(
      'POST',
      paths.session,
      {},
      { headers: { 'x-xsrf-token': secret, referer: `https://x/${secret}` } },
    )
    await other.send('POST', paths.session, {}, { headers: { origin: secret.replaceAll(' ', '') } })
    await other.send('POST', paths.session, {}, { headers: { 'x-xsrf-token': secret, traceparent: secret } })
    await other.send('POST', paths.session, 'x', { headers: { 'content-type': secret, 'user-agent': 'x' } })
  }
  await act(house.openBrowser(), 'POST', paths.signUp, {
    email: 'ada@new.example',
    password: PASSWORDS.strangers,
  })
  await outboxSettled(database)
  await look()
  // A mail server that says what it was given.
  house.mailbox.failWith(451, { text: 'try again' })
  await act(other, 'POST', paths.forgotPassword, { email: 'ada@new.example' })
  await look()
  house.mailbox.failWith(undefined)
  return secrets
}

/** The part of a secret that makes it one: what stands before the dot only names it. */
const tellingPart = (secret: string): string => secret.split('.').at(-1) ?? secret
const asWord = (code: string): RegExp => new RegExp(`(?<![0-9A-Za-z])${code}(?![0-9A-Za-z])`)

const expectNone = (secrets: Secrets, where: string, text: string): void => {
  for (const secret of [...secrets.opening, ROOT_SECRET]) {
    for (const part of [tellingPart(secret), Buffer.from(secret).toString('base64').slice(0, 24)])
      expect(text.includes(part), `${part} in ${where}`).toBe(false)
  }
  for (const code of secrets.codes) expect(asWord(code).test(text), `${code} in ${where}`).toBe(false)
}

test.each(databaseKinds)(
  'on $name no password, token, code or cookie is in a log line or a row, at any time of an account',
  async (kind) => {
    await using database = await kind.create()
    await using house = await startTestBrowserDoor({ database })
    const dumps: string[] = []
    const look = async () => {
      dumps.push(JSON.stringify(await dumpDatabase(database)))
    }
    const secrets = await liveAnAccount(house, database, look)
    expect(secrets.opening.size).toBeGreaterThan(15)
    expect(secrets.codes.size).toBe(2)
    expect(dumps.length).toBeGreaterThanOrEqual(5)
    for (const [index, dump] of dumps.entries()) expectNone(secrets, `dump ${index}`, dump)
    for (const line of house.logLines) expectNone(secrets, line, line)
    // The search would have found something: what is no secret is there.
    expect(dumps.join()).toContain('$argon2id$')
    expect(dumps.join()).toContain('ada@new.example')
    expect(house.logLines.join()).toContain('password reset')
  },
)

test('nor in the files of the database, freed pages included', async () => {
  await using database = await sqlite.create()
  await using house = await startTestBrowserDoor({ database })
  const secrets = await liveAnAccount(house, database, async () => {})
  const file = database.url.slice('sqlite:'.length)
  const read = (name: string) => readFile(name, 'latin1').catch(() => '')
  const bytes = (await Promise.all([file, `${file}-wal`].map(read))).join('')
  expect(bytes).toContain('ada@new.example')
  for (const secret of secrets.opening)
    expect(bytes.includes(tellingPart(secret)), tellingPart(secret)).toBe(false)
})

test('no answer tells a page the secret of a cookie, and no message holds a password', async () => {
  await using database = await sqlite.create()
  await using house = await startTestBrowserDoor({ database })
  const browser = house.openBrowser()
  await house.signUp(browser)
  const { messages } = house.mailbox
  const secrets = ['latchkey', 'latchkey-device'].map((name) =>
    tellingPart(browser.cookies.get(name)?.value ?? ''),
  )
  for (const path of [paths.session, paths.account, paths.accountSessions, paths.accountExport]) {
    const { text } = await browser.send('GET', path)
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect(text).not.toContain('argon2')
  }
  expect(secrets.every((secret) => secret.length > 20)).toBe(true)
  for (const { text, html } of messages) expect(text + html).not.toContain('correct horse')
})
