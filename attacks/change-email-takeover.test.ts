import { paths, type SessionState } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { somePerson } from '../packages/server/test/fixtures/people.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { granted } from '../packages/server/test/fixtures/test-latchkey.js'
import { outboxSettled } from './fixtures/database-dump.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// An attacker asks for the victim's address on his own account, and waits for her to click on the link in her mailbox.

const MALLORY = { email: 'mallory@example.com', password: 'a password of mallory' }
const VICTIM = 'ada@example.com'
const MINUTE = 60_000

describe.each(databaseKinds)('on $name', (kind) => {
  let house: TestBrowserDoor
  let database: TestDatabase
  let mallory: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    house = await startTestBrowserDoor({ database })
    mallory = house.openBrowser()
    await house.signUp(mallory, MALLORY)
    house.mailbox.clear()
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const asksForHers = async () => {
    expect((await mallory.send('POST', paths.changeEmail, { email: VICTIM })).status).toBe(202)
    await outboxSettled(database)
  }
  const expectHisAddressIsHis = async () =>
    expect(await mallory.readState()).toMatchObject({ status: 'signed_in', user: { email: MALLORY.email } })
  const signedIn = (state: SessionState) => {
    if (state.status !== 'signed_in') throw new Error('nobody is signed in')
    return state
  }

  test('the link does nothing for who is signed out', async () => {
    await asksForHers()
    const { token } = await house.linkTo(VICTIM)
    const victim = house.openBrowser()
    expect(outcomeOf(await victim.send('POST', paths.confirmEmail, { token }))).toBe('401 not_signed_in')
    expect((await victim.readState()).status).toBe('signed_out')
    await expectHisAddressIsHis()
  })

  test('the link does nothing for who is signed in to another account, and leaves it as it was', async () => {
    await asksForHers()
    const { token } = await house.linkTo(VICTIM)
    const victim = house.openBrowser()
    const own = signedIn(await house.signUp(victim, { email: 'ada@work.example' }))
    expect(outcomeOf(await victim.send('POST', paths.confirmEmail, { token }))).toBe('400 link_invalid')
    expect(await victim.readState()).toEqual(own)
    await expectHisAddressIsHis()
  })

  test('an owner of the address gets no link at all, and is told that nothing happens', async () => {
    const own = signedIn(await house.signUp(house.openBrowser(), { email: VICTIM }))
    house.mailbox.clear()
    await asksForHers()
    const mail = await house.mailbox.waitFor(({ to }) => to.includes(VICTIM))
    expect(mail.text).not.toContain('#token=')
    expect(mail.code).toBeUndefined()
    expect(signedIn(await house.signUp(house.openBrowser(), { email: 'x@example.com' })).user.id).not.toBe(
      own.user.id,
    )
  })

  test('the code of the message does nothing in her browser, signed in or out', async () => {
    await asksForHers()
    const { code } = await house.linkTo(VICTIM)
    const victim = house.openBrowser()
    expect(outcomeOf(await victim.send('POST', paths.confirmEmail, { code }))).toBe('401 not_signed_in')
    await house.signUp(victim, { email: 'ada@work.example' })
    expect(outcomeOf(await victim.send('POST', paths.confirmEmail, { code }))).toBe('422 code_wrong')
    await expectHisAddressIsHis()
  })

  test('asking reserves nothing: the owner signs up, or comes with Google, and the open request is worth nothing then', async () => {
    await asksForHers()
    const { token, code } = await house.linkTo(VICTIM)
    const proved = granted(await house.exchange(await house.idToken(somePerson({ email: VICTIM }))))
    // Even with what was in the mailbox: the address is somebody's by now.
    for (const proof of [{ token }, { code }])
      expect(outcomeOf(await mallory.send('POST', paths.confirmEmail, proof))).toBe('400 link_invalid')
    await expectHisAddressIsHis()
    expect(await runSql(database, `select id from users where email_key = '${VICTIM}'`)).toEqual([
      { id: proved.user.sub },
    ])
  })

  test('of two who confirm one address in the same moment one gets it', async () => {
    const contenders = [mallory, house.openBrowser(), house.openBrowser()]
    for (const [index, browser] of contenders.entries())
      if (index > 0) await house.signUp(browser, { email: `contender-${index}@example.com` })
    house.mailbox.clear()
    const tokens: string[] = []
    for (const browser of contenders) {
      await browser.send('POST', paths.changeEmail, { email: VICTIM })
      await outboxSettled(database)
      tokens.push((await house.linkTo(VICTIM)).token)
    }
    const answers = await Promise.all(
      contenders.map((browser, index) => browser.send('POST', paths.confirmEmail, { token: tokens[index] })),
    )
    expect(answers.map(outcomeOf).toSorted()).toEqual(['200', '400 link_invalid', '400 link_invalid'])
    expect(await runSql(database, `select id from users where email_key = '${VICTIM}'`)).toHaveLength(1)
  })

  test('a session left open is not enough: the person must have signed in just now', async () => {
    house.clock.advance(11 * MINUTE)
    const answer = await mallory.send('POST', paths.changeEmail, { email: VICTIM })
    expect(outcomeOf(answer)).toBe('403 recent_sign_in_needed')
    await house.signIn(mallory, MALLORY)
    await asksForHers()
  })

  test('the old address is told, and a change that was open when the password was reset is gone', async () => {
    const victim = house.openBrowser()
    await house.signUp(victim, { email: VICTIM })
    // A thief with her open session has a new address of his own set up.
    await victim.send('POST', paths.changeEmail, { email: 'thief@example.com' })
    await outboxSettled(database)
    const open = await house.linkTo('thief@example.com')
    await house.openBrowser().send('POST', paths.forgotPassword, { email: VICTIM })
    const reset = await house.linkTo(VICTIM, { subject: /password/ })
    await house
      .openBrowser()
      .send('POST', paths.resetPassword, { token: reset.token, password: 'a new phrase of hers' })
    expect((await victim.readState()).status).toBe('signed_out')
    const signedInAgain = await house.signIn(victim, { email: VICTIM, password: 'a new phrase of hers' })
    userIn(signedInAgain)
    for (const [proof, refusal] of [
      [{ token: open.token }, '400 link_invalid'],
      [{ code: open.code }, '422 code_wrong'],
    ] as const)
      expect(outcomeOf(await victim.send('POST', paths.confirmEmail, proof))).toBe(refusal)
    expect(await victim.readState()).toMatchObject({ user: { email: VICTIM } })
  })
})
