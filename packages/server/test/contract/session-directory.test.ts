import { describe, expect, test } from 'vitest'
import { newSessionId, type SessionId } from '../../src/model/ids.js'
import { DAY, SECOND } from '../../src/model/time.js'
import type { SessionFilter } from '../../src/ports/session-directory.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { createUser, NOW, openStores, POLICY, someSession } from '../fixtures/stores.js'

const AT = { policy: POLICY, now: NOW }
const bornAt = (at: number, digit: number): SessionId => newSessionId(at, String(digit).repeat(20))

const allPages = async (
  storage: Storage,
  filter: SessionFilter,
  limit: number,
): Promise<readonly SessionId[]> => {
  const ids: SessionId[] = []
  let after = null as Awaited<ReturnType<Storage['sessionDirectory']['find']>>['next']
  do {
    const page = await storage.sessionDirectory.find(filter, { after, limit }, AT)
    ids.push(...page.sessions.map(({ id }) => id))
    after = page.next
  } while (after !== null)
  return ids
}

describe.each(databaseKinds)('looking for sessions on $name', (kind) => {
  test('live sessions are listed, the youngest first; those that ended, expired or were left unused are not', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    const open = (id: SessionId, deviation = {}) =>
      stores.here.sessions.open(someSession(user, { id, ...deviation }))
    const ids = [bornAt(NOW - 3, 1), bornAt(NOW - 2, 2), bornAt(NOW - 1, 3)]
    for (const id of ids) await open(id)
    await open(bornAt(NOW, 4), { expiresAt: NOW })
    await open(bornAt(NOW, 5), { lastUsedAt: NOW - 14 * DAY })
    await open(bornAt(NOW, 6))
    await stores.here.sessions.end(bornAt(NOW, 6), 'revoked', NOW)
    for (const limit of [1, 2, 3, 10])
      expect(await allPages(stores.elsewhere, {}, limit)).toEqual(ids.toReversed())
  })

  test('user, client and time all count', async () => {
    await using stores = await openStores(kind)
    const [ada, bob] = [await createUser(stores.here), await createUser(stores.here)]
    const open = async (digit: number, userId: typeof ada, clientId: string, at: number) =>
      (await stores.here.sessions.open(someSession(userId, { id: bornAt(at, digit), clientId }))).id
    const old = await open(1, ada, 'web', NOW - SECOND)
    const mine = await open(2, ada, 'mobile', NOW)
    const theirs = await open(3, bob, 'web', NOW)
    expect(await allPages(stores.here, { userId: ada }, 10)).toEqual([mine, old])
    expect(await allPages(stores.here, { clientId: 'web' }, 10)).toEqual([theirs, old])
    expect(await allPages(stores.here, { clientId: 'web', userId: ada }, 10)).toEqual([old])
    expect(await allPages(stores.here, { since: NOW }, 10)).toEqual([theirs, mine])
    expect(await allPages(stores.here, { since: NOW - SECOND, clientId: 'web' }, 1)).toEqual([theirs, old])
    expect(await allPages(stores.here, { since: NOW + 1 }, 10)).toEqual([])
  })
})
