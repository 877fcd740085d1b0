import { describe, expect, test } from 'vitest'
import { DAY, SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import {
  atOnce,
  createSession,
  createUser,
  NOW,
  openStores,
  POLICY,
  someSession,
} from '../fixtures/stores.js'

const MUCH_LATER = NOW + 200 * DAY
const AT_MOST = 500

describe.each(databaseKinds)('sweep on $name', (kind) => {
  test('what is alive, or ended a short while ago, stays', async () => {
    await using stores = await openStores(kind)
    const live = await createSession(stores.here)
    const justEnded = await createSession(stores.here, { endedAt: NOW - 29 * DAY, endReason: 'signed_out' })
    const justExpired = await createSession(stores.here, { expiresAt: NOW - 29 * DAY })
    await stores.here.transaction(({ spentProofs }) => spentProofs.consumeOnce('unexpired', NOW))
    expect(await stores.here.sweep(NOW)).toBe(0)
    for (const session of [live, justEnded, justExpired])
      expect(await stores.here.sessions.find(session.id)).toEqual(session)
    expect(await countRows(stores.database, 'spent_proofs')).toBe(1)
  })

  test('what has been dead for long goes, and nothing else', async () => {
    await using stores = await openStores(kind)
    const live = await createSession(stores.here, { expiresAt: MUCH_LATER + POLICY.absoluteLimit })
    const ended = await createSession(stores.here, {
      endedAt: NOW,
      endReason: 'signed_out',
      expiresAt: MUCH_LATER,
    })
    const expired = await createSession(stores.here)
    await stores.here.transaction(({ spentProofs }) => spentProofs.consumeOnce('expired', NOW))
    expect(await stores.here.sweep(MUCH_LATER)).toBe(3)
    expect(await stores.here.sessions.find(live.id)).toEqual(live)
    expect(await stores.here.sessions.find(ended.id)).toBeUndefined()
    expect(await stores.here.sessions.find(expired.id)).toBeUndefined()
    expect(await countRows(stores.database, 'spent_proofs')).toBe(0)
    expect(await countRows(stores.database, 'users')).toBe(3)
  })

  test('one sweep takes a bounded number of rows; repeated sweeps take all', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    await atOnce(AT_MOST + 20, () => stores.here.sessions.open(someSession(user)))
    await stores.here.transaction(async ({ spentProofs }) => {
      for (let index = 0; index < AT_MOST + 10; index += 1)
        await spentProofs.consumeOnce(`${index}`, NOW + SECOND)
    })
    expect(await stores.here.sweep(MUCH_LATER)).toBe(AT_MOST + AT_MOST)
    expect(await stores.here.sweep(MUCH_LATER)).toBe(20 + 10)
    expect(await stores.here.sweep(MUCH_LATER)).toBe(0)
  })

  test('two processes that sweep at once count every row once', async () => {
    await using stores = await openStores(kind)
    await stores.here.transaction(async ({ spentProofs }) => {
      for (let index = 0; index < 100; index += 1) await spentProofs.consumeOnce(`${index}`, NOW)
    })
    const counts = await Promise.all([stores.here.sweep(MUCH_LATER), stores.elsewhere.sweep(MUCH_LATER)])
    expect(counts.reduce((sum, count) => sum + count)).toBe(100)
  })
})
