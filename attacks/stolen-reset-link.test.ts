import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outboxSettled } from './fixtures/database-dump.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// A link with which a password can be set is found later: in an old mailbox, a proxy, a history. Or one is made up.

const ADA = 'ada@example.com'
const HOUR = 60 * 60_000
const THIEFS = 'what the thief wants it to be'

describe.each(databaseKinds)('on $name', (kind) => {
  let house: TestBrowserDoor
  let database: TestDatabase
  let ada: TestBrowser
  let thief: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    house = await startTestBrowserDoor({ database })
    ada = house.openBrowser()
    thief = house.openBrowser()
    await house.signUp(ada)
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const askForLink = async (): Promise<string> => {
    await outboxSettled(database)
    house.mailbox.clear()
    await house.openBrowser().send('POST', paths.forgotPassword, { email: ADA })
    return (await house.linkTo(ADA, { subject: /password/ })).token
  }
  const reset = async (token: string, password = THIEFS): Promise<string> =>
    outcomeOf(await thief.send('POST', paths.resetPassword, { token, password }))
  const expectSheSignsInWith = async (password: string) => {
    userIn(await house.signIn(house.openBrowser(), { password }))
    expect(outcomeOf(await house.signIn(house.openBrowser(), { password: THIEFS }))).toBe(
      '400 credentials_wrong',
    )
  }

  test('a link works once', async () => {
    const token = await askForLink()
    expect(await reset(token, 'the first of two')).toBe('200')
    expect(await reset(token)).toBe('400 link_invalid')
    await expectSheSignsInWith('the first of two')
  })

  test('of twenty uses in the same moment one counts', async () => {
    const token = await askForLink()
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => ({
        password: `what number ${index} wants`,
        outcome: outcomeOf(
          await house
            .openBrowser()
            .send('POST', paths.resetPassword, { token, password: `what number ${index} wants` }),
        ),
      })),
    )
    const won = answers.filter(({ outcome }) => outcome === '200')
    expect(won).toHaveLength(1)
    for (const { outcome } of answers)
      expect(['200', '400 link_invalid', '503 overloaded']).toContain(outcome)
    for (const { password } of won) await expectSheSignsInWith(password)
  })

  test('when one link has been used, the others are dead too', async () => {
    const earlier = await askForLink()
    const later = await askForLink()
    expect(await reset(later, 'what she wants it to be')).toBe('200')
    expect(await reset(earlier)).toBe('400 link_invalid')
    await expectSheSignsInWith('what she wants it to be')
  })

  test('a link dies when she changes the password', async () => {
    const token = await askForLink()
    const changed = { currentPassword: PASSWORD, newPassword: 'what she changed it to' }
    expect((await ada.send('POST', paths.changePassword, changed)).status).toBe(200)
    expect(await reset(token)).toBe('400 link_invalid')
    await expectSheSignsInWith('what she changed it to')
  })

  test('a link dies when she changes the address: the old mailbox opens nothing any more', async () => {
    const token = await askForLink()
    await ada.send('POST', paths.changeEmail, { email: 'ada@new.example' })
    const proof = await house.linkTo('ada@new.example')
    expect((await ada.send('POST', paths.confirmEmail, { token: proof.token })).status).toBe(200)
    expect(await reset(token)).toBe('400 link_invalid')
    await outboxSettled(database)
    house.mailbox.clear()
    await thief.send('POST', paths.forgotPassword, { email: ADA })
    await outboxSettled(database)
    expect(house.mailbox.messages).toEqual([])
  })

  test('a link dies with the account, and is not inherited by the next one with this address', async () => {
    const token = await askForLink()
    expect((await ada.send('DELETE', paths.account)).status).toBe(200)
    expect(await reset(token)).toBe('400 link_invalid')
    await outboxSettled(database)
    await house.signUp(ada)
    expect(await reset(token)).toBe('400 link_invalid')
    await expectSheSignsInWith(PASSWORD)
  })

  test('a link lives for an hour', async () => {
    const late = await askForLink()
    house.clock.advance(HOUR)
    expect(await reset(late)).toBe('400 link_invalid')
    const inTime = await askForLink()
    house.clock.advance(HOUR - 1)
    expect(await reset(inTime, 'just in time')).toBe('200')
  })

  test('a password that is refused leaves the link as it was', async () => {
    const token = await askForLink()
    expect(await reset(token, 'short')).toBe('422 password_too_short')
    expect(await reset(token, ADA)).toBe('422 password_personal')
    expect(await reset(token, 'what she wants it to be')).toBe('200')
  })

  test('a link ends every session, and signs nobody in', async () => {
    const token = await askForLink()
    expect(await reset(token, 'what she wants it to be')).toBe('200')
    expect((await ada.readState()).status).toBe('signed_out')
    expect((await thief.readState()).status).toBe('signed_out')
    expect(thief.cookies.has('latchkey')).toBe(false)
  })

  test('a token of another purpose sets no password, and a reset link confirms nothing', async () => {
    const token = await askForLink()
    await ada.send('POST', paths.changeEmail, { email: 'ada@new.example' })
    const change = await house.linkTo('ada@new.example')
    await thief.send('POST', paths.signUp, { email: 'thief@example.com', password: THIEFS })
    const signUp = await house.linkTo('thief@example.com')
    // As they are, and dressed up as one another.
    for (const other of [change.token, signUp.token]) {
      expect(await reset(other)).toBe('400 link_invalid')
      expect(await reset(`lkpr_${other.slice('lkxx_'.length)}`)).toBe('400 link_invalid')
    }
    for (const body of [{ token }, { token: `lkec_${token.slice('lkpr_'.length)}` }])
      expect(outcomeOf(await ada.send('POST', paths.confirmEmail, body))).toBe('400 link_invalid')
    for (const body of [{ token }, { token: `lkvt_${token.slice('lkpr_'.length)}` }])
      expect(outcomeOf(await thief.send('POST', paths.confirmSignUp, body))).toBe('400 link_invalid')
  })

  test('a token that was altered, cut or made up is worth nothing, and costs the real one nothing', async () => {
    const token = await askForLink()
    const [head = '', mac = ''] = token.split('.')
    const flip = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`
    const forged = [
      '',
      head,
      `${head}.`,
      `${head}.${'A'.repeat(43)}`,
      `${head}.${mac.slice(0, -1)}`,
      `${head}.${mac}A`,
      `${head}.${mac.toLowerCase()}`,
      flip(token, 10),
      flip(token, 30),
      flip(token, 50),
      token.toUpperCase(),
      ` ${token}`,
      `${token}\n`,
      `${token}\u0000`,
      `lkpr_${'0'.repeat(32)}.${mac}`,
    ]
    for (const text of forged) expect(await reset(text), JSON.stringify(text)).toBe('400 link_invalid')
    expect(await reset('A'.repeat(201))).toMatch(/^4\d\d invalid_parameter$/)
    expect(await reset(token, 'what she wants it to be')).toBe('200')
  })
})
