import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outboxSettled } from './fixtures/database-dump.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// An attacker cannot get in, and sees to it that the owner cannot either: he guesses until nothing is accepted any more.

const ADA = 'ada@example.com'
const HOME = '192.0.2.1'
const PAUSED = '429 too_many_attempts'

let house: TestBrowserDoor
let database: TestDatabase
/** In which she has signed in before. */
let known: TestBrowser
beforeEach(async () => {
  database = await sqlite.create()
  house = await startTestBrowserDoor({ database })
  known = house.openBrowser()
  await house.signUp(known)
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

const signIn = async (browser: TestBrowser, from: string, password = PASSWORD) =>
  browser.send('POST', paths.session, { email: ADA, password }, { source: { remoteAddress: from } })

/** Guesses from networks without end until the account is paused for everybody else. */
const hammer = async (): Promise<void> => {
  const attacker = house.openBrowser()
  for (let number = 0; number < 120; number += 1)
    await signIn(attacker, `2001:db8:0:${number.toString(16)}::1`, 'a guess')
  expect(outcomeOf(await signIn(house.openBrowser(), HOME))).toBe(PAUSED)
}

test('a browser in which the owner has signed in before still signs in', async () => {
  await hammer()
  userIn(await signIn(known, HOME))
  await known.send('DELETE', paths.session)
  userIn(await signIn(known, HOME))
})

test('that is worth nothing to who has only signed in to an account of his own, or took the cookie for another address', async () => {
  const attacker = house.openBrowser()
  await house.signUp(attacker, { email: 'mallory@example.com' })
  await hammer()
  expect(outcomeOf(await signIn(attacker, HOME, 'a guess'))).toBe(PAUSED)
  const forged = house.openBrowser()
  forged.cookies.set('latchkey-device', { value: `lkdv_${'0'.repeat(32)}.${'A'.repeat(43)}`, attributes: [] })
  expect(outcomeOf(await signIn(forged, HOME, 'a guess'))).toBe(PAUSED)
})

test('a known browser has few guesses too: a stolen cookie is no way around the limits', async () => {
  const thief = house.openBrowser()
  const device = known.cookies.get('latchkey-device')
  if (device === undefined) throw new Error('there is no device cookie')
  thief.cookies.set('latchkey-device', device)
  const outcomes: string[] = []
  for (let round = 0; round < 13; round += 1) outcomes.push(outcomeOf(await signIn(thief, HOME, 'a guess')))
  expect(outcomes.slice(11)).toEqual([PAUSED, PAUSED])
})

test('who once knew the password gets no more guesses at the next one than a stranger, however many cookies he kept', async () => {
  const kept: TestBrowser[] = []
  for (let number = 0; number < 3; number += 1) {
    const thief = house.openBrowser()
    userIn(await signIn(thief, HOME))
    kept.push(thief)
  }
  const changed = { currentPassword: PASSWORD, newPassword: 'another good phrase' }
  expect((await known.send('POST', paths.changePassword, changed)).status).toBe(200)
  const outcomes: string[] = []
  for (const thief of kept) {
    await thief.readState()
    for (let round = 0; round < 12; round += 1) outcomes.push(outcomeOf(await signIn(thief, HOME, 'a guess')))
  }
  expect(outcomes.filter((outcome) => outcome !== PAUSED)).toHaveLength(6)
})

test('who has reset the password signs in with it in that browser, while a stranger hammers', async () => {
  await hammer()
  await outboxSettled(database)
  house.mailbox.clear()
  const fresh = house.openBrowser()
  await fresh.send('POST', paths.forgotPassword, { email: ADA })
  const { token } = await house.linkTo(ADA, { subject: /password/ })
  await fresh.send('POST', paths.resetPassword, { token, password: 'another good phrase' })
  userIn(await signIn(fresh, HOME, 'another good phrase'))
})

test('a known browser signs in while somebody on the same network guesses', async () => {
  const neighbour = house.openBrowser()
  for (let number = 0; number < 35; number += 1) {
    const request = { email: `victim-${number}@example.com`, password: 'a guess' }
    await neighbour.send('POST', paths.session, request, { source: { remoteAddress: HOME } })
  }
  expect(outcomeOf(await signIn(house.openBrowser(), HOME))).toBe(PAUSED)
  userIn(await signIn(known, HOME))
})

test('who floods a mailbox with messages keeps its owner from none that open the account', async () => {
  const stranger = house.openBrowser()
  await outboxSettled(database)
  house.mailbox.clear()
  for (let again = 0; again < 12; again += 1)
    expect((await stranger.send('POST', paths.forgotPassword, { email: ADA })).status).toBe(202)
  await outboxSettled(database)
  // With the one of her sign-up that makes six.
  expect(house.mailbox.messages).toHaveLength(5)
  // The owner asks too and is sent no other; any of the five that are there does it.
  expect((await known.send('POST', paths.forgotPassword, { email: ADA })).status).toBe(202)
  const { token } = await house.linkTo(ADA)
  expect(
    (await known.send('POST', paths.resetPassword, { token, password: 'another good phrase' })).status,
  ).toBe(200)
})

test('sessions that are open go on, whatever a stranger tries', async () => {
  await hammer()
  expect((await known.readState()).status).toBe('signed_in')
  expect((await known.send('PATCH', paths.account, { name: 'Ada' })).status).toBe(200)
})
