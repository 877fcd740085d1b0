import { describe, expect, test } from 'vitest'
import type { SessionId, UserId } from '../../src/model/ids.js'
import type { Session } from '../../src/model/session.js'
import { SECOND } from '../../src/model/time.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import {
  createSession,
  createUser,
  NOW,
  openStores,
  POLICY,
  someSession,
  someUserId,
} from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND

const openSome = async (storage: Storage, id: UserId, count: number): Promise<readonly Session[]> => {
  const sessions: Session[] = []
  for (let more = count; more > 0; more -= 1) sessions.push(await storage.sessions.open(someSession(id)))
  return sessions
}

const liveOf = async (storage: Storage, id: UserId): Promise<readonly SessionId[]> =>
  (await storage.sessions.listOf(id)).filter(({ endedAt }) => endedAt === null).map((session) => session.id)

/** Ending them all, by itself and as part of a transaction. */
const ways = [
  ['by itself', (storage: Storage) => storage.sessions.endAllOf],
  [
    'in a transaction',
    (storage: Storage): Storage['sessions']['endAllOf'] =>
      (...which) =>
        storage.transaction(({ sessions }) => sessions.endAllOf(...which)),
  ],
] as const

describe.each(databaseKinds)('sessions of a user on $name', (kind) => {
  test('a session that a browser holds is read back as it was opened', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here, {
      cookieHash: 'hash of a cookie',
      remembered: true,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64)',
    })
    expect(await stores.elsewhere.sessions.find(session.id)).toEqual(session)
    expect(await stores.elsewhere.sessions.listOf(session.userId)).toEqual([session])
    const rotated = await stores.elsewhere.sessions.rotate(session.id, 0, POLICY, LATER)
    expect(rotated).toMatchObject({ session: { cookieHash: 'hash of a cookie', remembered: true } })
  })

  describe('listOf', () => {
    test('every session on record, live or not, last used first, and nobody else’s', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      await createSession(stores.here)
      const open = stores.here.sessions.open
      const sessions = [
        await open(someSession(id, { lastUsedAt: NOW + 1 })),
        await open(
          someSession(id, { lastUsedAt: NOW + 3, endedAt: LATER, endReason: 'signed_out_elsewhere' }),
        ),
        await open(someSession(id, { lastUsedAt: NOW + 2, expiresAt: NOW })),
      ]
      expect(await stores.elsewhere.sessions.listOf(id)).toEqual([sessions[1], sessions[2], sessions[0]])
      expect(await stores.here.sessions.listOf(someUserId())).toEqual([])
    })

    test('a use that is not written yet counts, in the process that knows of it', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      const first = await stores.here.sessions.open(someSession(id))
      const second = await stores.here.sessions.open(someSession(id, { lastUsedAt: NOW + 1 }))
      stores.here.sessions.touch(first.id, LATER)
      expect(await stores.here.sessions.listOf(id)).toEqual([{ ...first, lastUsedAt: LATER }, second])
      expect(await stores.elsewhere.sessions.listOf(id)).toEqual([second, first])
    })
  })

  test.each(ways)('endAllOf %s ends what is live of this user, and is seen at once', async (_, way) => {
    await using stores = await openStores(kind)
    const id = await createUser(stores.here)
    const sessions = await openSome(stores.here, id, 3)
    const ended = await stores.here.sessions.open(someSession(id, { endedAt: NOW, endReason: 'signed_out' }))
    const others = await createSession(stores.here)
    for (const session of sessions) await stores.here.sessions.recall(session.id)
    expect(await way(stores.here)(id, null, 'password_changed', LATER)).toBe(3)
    const expected = { endedAt: LATER, endReason: 'password_changed' }
    for (const session of sessions) {
      expect(await stores.here.sessions.recall(session.id)).toMatchObject(expected)
      expect(await stores.elsewhere.sessions.find(session.id)).toMatchObject(expected)
    }
    expect(await stores.here.sessions.find(ended.id)).toEqual(ended)
    expect(await stores.here.sessions.find(others.id)).toEqual(others)
    expect(await way(stores.elsewhere)(id, null, 'revoked', LATER)).toBe(0)
  })

  test.each(ways)('endAllOf %s keeps the one it is told to keep', async (_, way) => {
    await using stores = await openStores(kind)
    const id = await createUser(stores.here)
    const [kept] = await openSome(stores.here, id, 3)
    expect(await way(stores.here)(id, kept?.id ?? null, 'signed_out_elsewhere', LATER)).toBe(2)
    expect(await liveOf(stores.elsewhere, id)).toEqual([kept?.id])
  })

  test('of many who end them all at once each session counts for one', async () => {
    await using stores = await openStores(kind)
    const id = await createUser(stores.here)
    await openSome(stores.here, id, 20)
    const counts = await Promise.all(
      [stores.here, stores.elsewhere, stores.here, stores.elsewhere].map((storage, index) =>
        (ways[index % 2]?.[1] ?? ways[0][1])(storage)(id, null, 'revoked', LATER),
      ),
    )
    expect(counts.reduce((sum, count) => sum + count)).toBe(20)
    expect(await liveOf(stores.here, id)).toEqual([])
  })

  test('ending them all while uses of them are written does no harm to either', async () => {
    await using stores = await openStores(kind)
    for (let round = 0; round < 5; round += 1) {
      const id = await createUser(stores.here)
      // Opened in another order than their ids have, as it comes when processes have clocks of their own.
      const sessions = Array.from({ length: 30 }, () => someSession(id)).sort(() => Math.random() - 0.5)
      for (const session of sessions) await stores.here.sessions.open(session)
      for (const session of sessions) stores.elsewhere.sessions.touch(session.id, LATER)
      const [count] = await Promise.all([
        stores.here.sessions.endAllOf(id, null, 'revoked', LATER),
        stores.elsewhere.writeTouches(),
      ])
      expect(count).toBe(30)
    }
  })

  test('an end inside a transaction is seen at once when it is committed, and not when it is rolled back', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here)
    await stores.here.sessions.recall(session.id)
    const failing = stores.here.transaction(async ({ sessions }) => {
      await sessions.end(session.id, 'replaced', LATER)
      await sessions.endAllOf(session.userId, null, 'replaced', LATER)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await stores.here.sessions.recall(session.id)).toEqual(session)
    const outcomes = await stores.here.transaction(async ({ sessions }) => [
      await sessions.end(session.id, 'replaced', LATER),
      await sessions.end(session.id, 'revoked', LATER),
    ])
    expect(outcomes).toEqual(['ended', 'already_ended'])
    expect(await stores.here.sessions.recall(session.id)).toMatchObject({
      endedAt: LATER,
      endReason: 'replaced',
    })
  })
})
