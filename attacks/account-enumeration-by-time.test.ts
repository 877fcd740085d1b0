import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { somePerson } from '../packages/server/test/fixtures/people.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import type { TestBrowser } from '../packages/server/test/fixtures/test-browser.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'
import { granted } from '../packages/server/test/fixtures/test-latchkey.js'
import { outboxSettled } from './fixtures/database-dump.js'

// A stranger with a stopwatch wants to know whether somebody has an account here: an answer that came without a hash being
// made came sooner. Only times taken side by side are compared, never one with a limit.

/** Dear enough that a hash more or less cannot be overlooked. */
const hashing = { memoryKiB: 6 * 1024, iterations: 2 }
const ROUNDS = 40
/** A hash more or less is 1; what is left of the noise after forty rounds is far below this. */
const NOTICEABLE = 0.3
/** A machine that is busy with something else can spoil a series; two in a row it does not spoil alike. */
const SERIES = 3

const ADDRESSES = ['nobody', 'account', 'google', 'suspended', 'pending'].map((name) => `${name}@example.com`)
const [NOBODY = '', ...OTHERS] = ADDRESSES

let house: TestBrowserDoor
let database: TestDatabase
let stranger: TestBrowser
beforeAll(async () => {
  database = await sqlite.create()
  house = await startTestBrowserDoor({ database, options: { passwords: { hashing } } })
  await house.signUp(house.openBrowser(), { email: 'account@example.com' })
  await house.signUp(house.openBrowser(), { email: 'suspended@example.com' })
  await runSql(database, "update users set suspended_at = 1 where email_key = 'suspended@example.com'")
  granted(await house.exchange(await house.idToken(somePerson({ email: 'google@example.com' }))))
  const request = { email: 'pending@example.com', password: 'what pending chose' }
  await house.openBrowser().send('POST', paths.signUp, request)
  await outboxSettled(database)
  stranger = house.openBrowser()
  await stranger.readState()
})
afterAll(async () => {
  await house[Symbol.asyncDispose]()
  await database.drop()
})

type Act = (email: string) => Promise<unknown>

const timeOf = async (act: Act, email: string): Promise<number> => {
  const begun = performance.now()
  await act(email)
  return performance.now() - begun
}

const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Each address once a round, each time another one first; @returns the times by address */
const measure = async (act: Act): Promise<ReadonlyMap<string, readonly number[]>> => {
  const times = new Map<string, number[]>(ADDRESSES.map((email) => [email, []]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < ADDRESSES.length; turn += 1) {
      const email = ADDRESSES[(turn + round) % ADDRESSES.length] ?? NOBODY
      times.get(email)?.push(await timeOf(act, email))
    }
  }
  return times
}

/** How much later than for nobody the answer comes, in parts of the time it takes. */
const delaysIn = (times: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, number> => {
  const unknown = times.get(NOBODY) ?? []
  const usual = medianOf(unknown)
  return new Map(
    OTHERS.map((email) => {
      const known = times.get(email) ?? []
      return [email, medianOf(known.map((time, round) => time - (unknown[round] ?? 0))) / usual]
    }),
  )
}

const noticeableIn = async (act: Act): Promise<readonly string[]> => {
  await runSql(database, 'delete from throttles')
  await act(NOBODY)
  const delays = delaysIn(await measure(act))
  return [...delays]
    .filter(([, delay]) => Math.abs(delay) > NOTICEABLE)
    .map(([email, delay]) => `${email} ${delay}`)
}

const expectAlike = async (act: Act): Promise<void> => {
  let noticed: readonly string[] = []
  for (let series = 0; series < SERIES; series += 1) {
    noticed = await noticeableIn(act)
    if (noticed.length === 0) return
  }
  expect(noticed).toEqual([])
}

const refusedSignIn: Act = async (email) => {
  const answer = await stranger.send('POST', paths.session, { email, password: 'a guess' })
  expect(answer.body).toMatchObject({ reason: 'credentials_wrong' })
}

test('a refused sign-in takes as long whoever has the address, or nobody', { timeout: 120_000 }, () =>
  expectAlike(refusedSignIn),
)

test('a sign-up takes as long whoever has the address, or nobody', { timeout: 120_000 }, () =>
  expectAlike(async (email) => {
    const request = { email, password: 'what the stranger chose' }
    expect((await house.openBrowser().send('POST', paths.signUp, request)).status).toBe(202)
  }),
)

test('the comparison would notice an answer that comes without a hash', { timeout: 120_000 }, async () => {
  const noticed = await noticeableIn(async (email) => {
    if (email === 'google@example.com') await stranger.send('GET', paths.session)
    else await refusedSignIn(email)
  })
  expect(noticed.map((line) => line.split(' ')[0])).toEqual(['google@example.com'])
})
