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

// Six digits are soon tried. An attacker who cannot read the victim's mailbox guesses the code that was sent there.

const VICTIM = 'ada@example.com'
const DAY = 24 * 60 * 60_000

describe.each(databaseKinds)('on $name', (kind) => {
  let house: TestBrowserDoor
  let database: TestDatabase
  beforeEach(async () => {
    database = await kind.create()
    house = await startTestBrowserDoor({ database })
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const beginsSignUp = async (browser: TestBrowser, email = VICTIM) => {
    await outboxSettled(database)
    house.mailbox.clear()
    expect((await browser.send('POST', paths.signUp, { email, password: PASSWORD })).status).toBe(202)
    return house.linkTo(email)
  }
  const otherThan = (code: string | undefined, count: number): readonly string[] =>
    Array.from({ length: count + 1 }, (_, index) => String(100_000 + index))
      .filter((guess) => guess !== code)
      .slice(0, count)
  const guess = async (browser: TestBrowser, code: string | undefined): Promise<string> =>
    outcomeOf(await browser.send('POST', paths.confirmSignUp, { code }))

  test('after five guesses even the right code is wrong, while the link goes on working', async () => {
    const browser = house.openBrowser()
    const { code, token } = await beginsSignUp(browser)
    for (const wrong of otherThan(code, 5)) expect(await guess(browser, wrong)).toBe('422 code_wrong')
    expect(await guess(browser, code)).toBe('422 code_wrong')
    userIn(await browser.send('POST', paths.confirmSignUp, { token }))
  })

  test('the fifth may still be the right one', async () => {
    const browser = house.openBrowser()
    const { code } = await beginsSignUp(browser)
    for (const wrong of otherThan(code, 4)) await guess(browser, wrong)
    expect(await guess(browser, code)).toBe('200')
  })

  test('two hundred guesses in the same moment are no more than five', async () => {
    const browser = house.openBrowser()
    const { code } = await beginsSignUp(browser)
    const outcomes = await Promise.all(otherThan(code, 200).map((wrong) => guess(browser, wrong)))
    expect(new Set(outcomes)).toEqual(new Set(['422 code_wrong']))
    expect(await guess(browser, code)).toBe('422 code_wrong')
  })

  test('having the message sent again brings no new guesses', async () => {
    const browser = house.openBrowser()
    const { code } = await beginsSignUp(browser)
    for (const wrong of otherThan(code, 5)) await guess(browser, wrong)
    house.mailbox.clear()
    expect((await browser.send('POST', paths.resendSignUp, {})).status).toBe(202)
    const again = await house.linkTo(VICTIM)
    expect(again.code).toBe(code)
    expect(await guess(browser, again.code)).toBe('422 code_wrong')
  })

  test('for one address eleven are looked at a day, however many sign-ups there are; the link goes on working', async () => {
    for (let signUp = 0; signUp < 3; signUp += 1) {
      const attacker = house.openBrowser()
      const { code } = await beginsSignUp(attacker)
      for (const wrong of otherThan(code, signUp < 2 ? 5 : 1)) await guess(attacker, wrong)
    }
    const attacker = house.openBrowser()
    const { code, token } = await beginsSignUp(attacker)
    expect(await guess(attacker, code)).toBe('422 code_wrong')
    userIn(await attacker.send('POST', paths.confirmSignUp, { token }))

    house.clock.advance(DAY)
    const stranger = house.openBrowser()
    const elsewhere = await beginsSignUp(stranger, 'grace@example.com')
    expect(await guess(stranger, elsewhere.code)).toBe('200')
  })

  test('the code of one sign-up is not that of another, not even for the same address', async () => {
    const attacker = house.openBrowser()
    const his = await beginsSignUp(attacker)
    const victim = house.openBrowser()
    const hers = await beginsSignUp(victim)
    expect(his.code).not.toBe(hers.code)
    expect(await guess(attacker, hers.code)).toBe('422 code_wrong')
    expect(await guess(victim, his.code)).toBe('422 code_wrong')
    expect(await guess(house.openBrowser(), hers.code)).toBe('400 sign_up_unknown')
    expect(await guess(victim, hers.code)).toBe('200')
  })

  test('the password of a sign-up that is confirmed elsewhere is guessed five times at most', async () => {
    const { token } = await beginsSignUp(house.openBrowser())
    const finder = house.openBrowser()
    const confirm = async (password: string) =>
      outcomeOf(await finder.send('POST', paths.confirmSignUp, { token, password }))
    for (let wrong = 0; wrong < 5; wrong += 1)
      expect(await confirm(`guess ${wrong}`)).toMatch(/ password_wrong$/)
    expect(await confirm(PASSWORD)).toBe('400 link_invalid')
  })

  test('the code for another address of an account is guessed five times at most, while the link goes on working', async () => {
    const mallory = house.openBrowser()
    await house.signUp(mallory, { email: 'mallory@example.com' })
    await outboxSettled(database)
    house.mailbox.clear()
    await mallory.send('POST', paths.changeEmail, { email: VICTIM })
    const { code, token } = await house.linkTo(VICTIM)
    const confirm = async (body: object) => outcomeOf(await mallory.send('POST', paths.confirmEmail, body))
    for (const wrong of otherThan(code, 5)) expect(await confirm({ code: wrong })).toBe('422 code_wrong')
    expect(await confirm({ code })).toBe('422 code_wrong')
    expect(await confirm({ token })).toBe('200')
  })

  test('asking again and again brings no more than eleven guesses a day for one address', async () => {
    const mallory = house.openBrowser()
    await house.signUp(mallory, { email: 'mallory@example.com' })
    const ask = async () => {
      await outboxSettled(database)
      house.mailbox.clear()
      expect((await mallory.send('POST', paths.changeEmail, { email: VICTIM })).status).toBe(202)
      return house.linkTo(VICTIM)
    }
    const confirm = async (code: string | undefined) =>
      outcomeOf(await mallory.send('POST', paths.confirmEmail, { code }))
    for (const guesses of [5, 5, 1]) {
      const { code } = await ask()
      for (const wrong of otherThan(code, guesses)) expect(await confirm(wrong)).toBe('422 code_wrong')
    }
    const { code } = await ask()
    expect(await confirm(code)).toBe('422 code_wrong')
    house.clock.advance(DAY - 1)
    await house.signIn(mallory, { email: 'mallory@example.com' })
    const next = await ask()
    expect(await confirm(next.code)).toBe('422 code_wrong')
    house.clock.advance(1)
    expect(await confirm(next.code)).toBe('200')
  })
})
