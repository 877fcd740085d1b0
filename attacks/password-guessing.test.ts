import { paths } from '@latchkey/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databaseKinds, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import type { BrowserAnswer, TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  PASSWORD,
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { outcomeOf, userIn } from './fixtures/outcome-of.js'

// Somebody tries passwords: many for one account, or one for many.

const ADA = 'ada@example.com'
const HERE = '198.51.100.7'
const DAY = 24 * 60 * 60_000

interface Guess {
  readonly email?: string
  readonly password?: string
  readonly from?: string | undefined
  readonly forwardedFor?: string
}
const guessWith = (
  browser: TestBrowser,
  { email = ADA, password = 'a guess', from = HERE, forwardedFor }: Guess = {},
): Promise<BrowserAnswer> =>
  browser.send(
    'POST',
    paths.session,
    { email, password },
    {
      source: { remoteAddress: from },
      ...(forwardedFor !== undefined && { headers: { 'x-forwarded-for': forwardedFor } }),
    },
  )
const PAUSED = '429 too_many_attempts'
const WRONG = '400 credentials_wrong'
const retryAfterOf = (answer: BrowserAnswer): number => Number(answer.headers.get('retry-after'))
/** Addresses of as many networks, in a range for documentation (RFC 3849): a /64 each. */
const networkNumber = (number: number): string => `2001:db8:0:${number.toString(16)}::1`

describe.each(databaseKinds)('on $name', (kind) => {
  let house: TestBrowserDoor
  let database: TestDatabase
  let attacker: TestBrowser
  beforeEach(async () => {
    database = await kind.create()
    house = await startTestBrowserDoor({ database })
    await house.signUp(house.openBrowser())
    attacker = house.openBrowser()
    await attacker.readState()
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await database.drop()
  })

  const guess = async (given?: Guess) => outcomeOf(await guessWith(attacker, given))

  test('the pauses grow from a second to a quarter of an hour, Retry-After says how long, and it is kept', async () => {
    for (let free = 0; free < 5; free += 1) expect(await guess()).toBe(WRONG)
    const pauses: number[] = []
    for (let round = 0; round < 12; round += 1) {
      expect(await guess()).toBe(WRONG)
      const paused = await guessWith(attacker, { password: PASSWORD })
      expect(outcomeOf(paused)).toBe(PAUSED)
      const seconds = retryAfterOf(paused)
      pauses.push(seconds)
      house.clock.advance(seconds * 1_000 - 1)
      // What is refused meanwhile, the right password included, makes nothing longer or shorter.
      expect(await guess({ password: PASSWORD })).toBe(PAUSED)
      house.clock.advance(1)
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900])
  })

  test('a hundred guesses are all that one account is good for, however many networks they come from', async () => {
    let looked = 0
    for (let number = 0; number < 40; number += 1) {
      for (let again = 0; again < 4; again += 1)
        if ((await guess({ from: networkNumber(number) })) === WRONG) looked += 1
    }
    expect(looked).toBe(100)
  })

  test('two hundred guesses in the same moment count as two hundred', async () => {
    const guesses = Array.from({ length: 200 }, () => guessWith(house.openBrowser(), {}))
    const outcomes = (await Promise.all(guesses)).map(outcomeOf)
    // Whoever found no place in the queue was not looked at, and is not counted.
    expect(outcomes.filter((outcome) => outcome === WRONG).length).toBeLessThanOrEqual(6)
    for (const outcome of outcomes) expect([WRONG, PAUSED, '503 overloaded']).toContain(outcome)
    expect(outcomes).toContain(PAUSED)
  })

  test('a restart forgets nothing', async () => {
    for (let round = 0; round < 6; round += 1) await guess()
    expect(await guess()).toBe(PAUSED)
    await house.restart()
    expect(await guess({ password: PASSWORD })).toBe(PAUSED)
  })

  test('two servers on one database count together', async () => {
    await using other = await startTestBrowserDoor({ database, startAt: house.clock.now() })
    const there = other.openBrowser()
    await there.readState()
    const outcomes: string[] = []
    for (let round = 0; round < 4; round += 1) outcomes.push(await guess(), outcomeOf(await guessWith(there)))
    expect(outcomes).toEqual([...Array<string>(6).fill(WRONG), PAUSED, PAUSED])
  })

  test('one password for many accounts is slowed down by the network it comes from', async () => {
    const outcomes: string[] = []
    for (let victim = 0; victim < 35; victim += 1)
      outcomes.push(await guess({ email: `victim-${victim}@example.com`, password: 'Summer2026!' }))
    expect(outcomes).toEqual([...Array<string>(31).fill(WRONG), ...Array<string>(4).fill(PAUSED)])
    expect(await guess({ email: 'another@example.com', from: '198.51.100.8' })).toBe(WRONG)
  })

  test('all addresses of one customer are one network', async () => {
    const outcomes: string[] = []
    for (let host = 1; host <= 8; host += 1)
      outcomes.push(await guess({ from: `2001:db8:0:7:${host.toString(16)}::${host}` }))
    expect(outcomes.filter((outcome) => outcome === WRONG)).toHaveLength(6)
    for (const from of [HERE, `::ffff:${HERE}`, `::FFFF:${HERE}`, HERE, `::ffff:${HERE}`, HERE])
      await guess({ from })
    expect(await guess({ from: `::ffff:${HERE}` })).toBe(PAUSED)
  })

  test("a sign-in of the attacker's own in between pardons nothing", async () => {
    await house.signUp(house.openBrowser(), { email: 'mallory@example.com' })
    const outcomes: string[] = []
    for (let round = 0; round < 8; round += 1) {
      outcomes.push(await guess())
      await guess({ email: 'mallory@example.com', password: PASSWORD })
    }
    expect(outcomes).toEqual([...Array<string>(6).fill(WRONG), PAUSED, PAUSED])
  })

  test('one address in many spellings is one account', async () => {
    const spellings = [
      ADA,
      'ADA@example.com',
      ' ada@EXAMPLE.com ',
      'Ada@Example.Com',
      'ada@ｅxample.com',
      '\tada@example.com',
    ]
    for (const email of spellings) expect(await guess({ email })).toBe(WRONG)
    expect(await guess({ email: 'aDa@example.com' })).toBe(PAUSED)
  })

  test('X-Forwarded-For makes no new network where there is no proxy', async () => {
    const outcomes: string[] = []
    for (let lie = 0; lie < 8; lie += 1) outcomes.push(await guess({ forwardedFor: `203.0.113.${lie}` }))
    expect(outcomes.filter((outcome) => outcome === WRONG)).toHaveLength(6)
  })

  test('the current password is guessed no faster from a session left open', async () => {
    const open = house.openBrowser()
    userIn(await house.signIn(open))
    const outcomes: string[] = []
    for (let round = 0; round < 13; round += 1) {
      const request = { currentPassword: `guess ${round}`, newPassword: 'what the thief wants it to be' }
      outcomes.push(outcomeOf(await open.send('POST', paths.changePassword, request)))
    }
    expect(outcomes).toEqual([...Array<string>(11).fill('403 password_wrong'), PAUSED, PAUSED])
  })

  test('after a day without a guess everything is forgotten', async () => {
    for (let round = 0; round < 8; round += 1) await guess()
    house.clock.advance(DAY)
    for (let free = 0; free < 6; free += 1) expect(await guess()).toBe(WRONG)
    expect(await guess()).toBe(PAUSED)
  })
})

describe('behind one proxy of ours', () => {
  let house: TestBrowserDoor
  let attacker: TestBrowser
  beforeEach(async () => {
    house = await startTestBrowserDoor({ options: { trustedProxies: 1 } })
    attacker = house.openBrowser()
    await attacker.readState()
  })
  afterEach(() => house[Symbol.asyncDispose]())

  const PROXY = '10.0.0.1'
  const guess = async (forwardedFor: string) =>
    outcomeOf(await guessWith(attacker, { from: PROXY, forwardedFor }))

  test('only what it appended counts, never what the attacker wrote before it', async () => {
    const outcomes: string[] = []
    for (let lie = 0; lie < 8; lie += 1) outcomes.push(await guess(`203.0.113.${lie}, 192.0.2.1, ${HERE}`))
    expect(outcomes).toEqual([...Array<string>(6).fill(WRONG), PAUSED, PAUSED])
    expect(await guess(`${HERE}, 198.51.100.8`)).toBe(WRONG)
  })

  test('a header without end is read from its end', async () => {
    const padding = '203.0.113.9, '.repeat(600)
    for (let round = 0; round < 6; round += 1) await guess(`${padding}${HERE}`)
    expect(await guess(HERE)).toBe(PAUSED)
  })
})
