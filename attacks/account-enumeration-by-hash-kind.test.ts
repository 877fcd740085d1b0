import { createHook } from 'node:async_hooks'
import { pbkdf2Sync } from 'node:crypto'
import { paths } from '@latchkey/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sqlite, type TestDatabase } from '../packages/server/test/fixtures/databases.js'
import { runSql } from '../packages/server/test/fixtures/run-sql.js'
import { createPasswordUser, openOn } from '../packages/server/test/fixtures/stores.js'
import {
  startTestBrowserDoor,
  type TestBrowserDoor,
} from '../packages/server/test/fixtures/test-browser-door.js'

// After an import the hash behind an account is not of one kind any more, and a stranger with a stopwatch can tell the kinds
// apart. Were nobody's address always met with the same work, whoever is met with another would have an account. No time is
// taken here: what is looked at is which slow work is done.

const IMPORTED = 60
const OURS = 40
const STRANGERS = 400

/** What Node calls the slow work it hands to its threads; native packages do not say what theirs is. */
const WORK: Readonly<Record<string, string>> = {
  PBKDF2REQUEST: 'pbkdf2',
  SCRYPTREQUEST: 'scrypt',
  undefined: 'native',
}

const django = (password: string): string =>
  `pbkdf2_sha256$1000$sea$${pbkdf2Sync(password, 'sea', 1_000, 32, 'sha256').toString('base64')}`

const began: string[] = []
const watch = createHook({
  init: (_, type) => {
    const work = WORK[type]
    if (work !== undefined) began.push(work)
  },
})

let house: TestBrowserDoor
let database: TestDatabase
beforeAll(async () => {
  database = await sqlite.create()
  house = await startTestBrowserDoor({ database })
  await house.signUp(house.openBrowser(), { email: 'ours@example.com' })
  const [kept] = await runSql(database, 'select hash from passwords')
  const ours = String(kept?.['hash'])

  const storage = openOn(database)
  const create = (name: string, passwordHash: string) => {
    const email = `${name}@example.com`
    return createPasswordUser(storage, { address: { email, key: email }, passwordHash })
  }
  for (let index = 0; index < IMPORTED; index += 1)
    await create(`imported-${index}`, django('what they chose'))
  for (let index = 1; index < OURS; index += 1) await create(`ours-${index}`, ours)
  for (const [name, hash] of Object.entries(WITHOUT)) await create(name, hash)
  await storage.close()
  // Whoever imports starts the server afterwards, or waits for an hour.
  await house.restart()
  watch.enable()
})
afterAll(async () => {
  watch.disable()
  await house[Symbol.asyncDispose]()
  await database.drop()
})

/** Accounts no password opens. */
const WITHOUT: Readonly<Record<string, string>> = {
  none: '!WSsjragR7XB0rZw8DSHkICcVcZm5NLwbvOtRA3Ux',
  'must-reset': 'md5$jfzr7XgkRYsDpryLC09F2X$65082cd92fb9b3276b8bf4fadd960df9',
  unreadable: `pbkdf2_sha256$999999999$sea$${'A'.repeat(43)}=`,
}

let visit = 0

/** Guesses once, from a network nobody has guessed from. @returns the slow work that was done for it */
const workFor = async (email: string): Promise<string> => {
  visit += 1
  const source = { remoteAddress: `2001:db8:${visit.toString(16)}::1` }
  const stranger = house.openBrowser()
  await stranger.readState()
  began.length = 0
  const answer = await stranger.send('POST', paths.session, { email, password: 'a guess' }, { source })
  expect(answer.body).toMatchObject({ reason: 'credentials_wrong' })
  return began.join(' ')
}

const strangersAddress = (index: number): string => `nobody-${index}@example.com`

test('an account is met with the work its hash takes, once', async () => {
  expect(await workFor('imported-0@example.com')).toBe('pbkdf2')
  expect(await workFor('ours@example.com')).toBe('native')
})

test('nobody is met with the same kinds of work, as often as they occur', async () => {
  const counts: Record<string, number> = {}
  for (let index = 0; index < STRANGERS; index += 1) {
    const work = await workFor(strangersAddress(index))
    counts[work] = (counts[work] ?? 0) + 1
  }
  expect(Object.keys(counts).sort()).toEqual(['native', 'pbkdf2'])
  // Four standard deviations of 400 draws are 39.
  const expected = (STRANGERS * IMPORTED) / (IMPORTED + OURS)
  expect(Math.abs((counts['pbkdf2'] ?? 0) - expected)).toBeLessThan(40)
})

test('an address is met with the same work each time, so that asking again tells nothing', async () => {
  for (let index = 0; index < 20; index += 1) {
    const address = strangersAddress(index)
    const first = await workFor(address)
    expect(await workFor(address)).toBe(first)
    // However it is spelled, it is one address.
    expect(await workFor(address.toUpperCase())).toBe(first)
  }
})

test('an account no password opens is met with the work of an address nobody has', async () => {
  for (const name of Object.keys(WITHOUT)) {
    const email = `${name}@example.com`
    const withAccount = await workFor(email)
    expect(['native', 'pbkdf2']).toContain(withAccount)
    await runSql(database, `delete from users where email_key = '${email}'`)
    expect(await workFor(email)).toBe(withAccount)
  }
})

test('an account without a password is met with the work of an address nobody has', async () => {
  const done = new Set<string>()
  for (let index = 1; index <= 12; index += 1) {
    const email = `ours-${index}@example.com`
    await runSql(
      database,
      `delete from passwords where user_id in (select id from users where email_key = '${email}')`,
    )
    const withAccount = await workFor(email)
    await runSql(database, `delete from users where email_key = '${email}'`)
    expect(await workFor(email)).toBe(withAccount)
    done.add(withAccount)
  }
  expect(done).toEqual(new Set(['native', 'pbkdf2']))
})
