import { describe, expect, test } from 'vitest'
import { LONG_AGO } from '../../src/model/identity.js'
import type { UserId } from '../../src/model/ids.js'
import type { NewSession, Session } from '../../src/model/session.js'
import type { TransactionalStores } from '../../src/ports/storage.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { createUser, NOW, openStores, someSession, someUserId } from '../fixtures/stores.js'

const LATER = NOW + 60_000

const someKey = (userId: UserId, name: string, deviation: Partial<Session> = {}) =>
  someSession(userId, {
    clientId: 'api-key',
    amr: [],
    authenticatedAt: LONG_AGO,
    opaqueHash: `hash of ${name}`,
    apiKey: { name, hint: 'x3Fq' },
    ...deviation,
  })

/** @returns the sessions as they are kept, with their numbers */
const openAll = async (storage: Storage, wanted: readonly NewSession[]): Promise<readonly Session[]> => {
  const opened: Session[] = []
  for (const session of wanted) opened.push(await storage.sessions.open(session))
  return opened
}

/** Each verb by itself, and as part of a transaction. */
const ways = [
  [
    'by itself',
    <R>(storage: Storage, act: (sessions: TransactionalStores['sessions']) => Promise<R>) =>
      act(storage.sessions),
  ],
  [
    'in a transaction',
    <R>(storage: Storage, act: (sessions: TransactionalStores['sessions']) => Promise<R>) =>
      storage.transaction(({ sessions }) => act(sessions)),
  ],
] as const

describe.each(databaseKinds)('sessions that API keys carry on $name', (kind) => {
  test('a key is read back as it was made, by its id and by its hash', async () => {
    await using stores = await openStores(kind)
    const key = await stores.here.sessions.open(someKey(await createUser(stores.here), 'Backup “Ümläut” ☂'))
    const { sessions } = stores.elsewhere
    expect(await sessions.find(key.id)).toEqual(key)
    expect(await sessions.findOpaque(key.opaqueHash ?? '')).toEqual(key)
    expect(await sessions.recallOpaque(key.opaqueHash ?? '')).toEqual(key)
  })

  test.each(ways)(
    'listKeysOf %s: the keys of this user, live or not, the youngest first, and nothing else',
    async (_, way) => {
      await using stores = await openStores(kind)
      const [id, other] = [await createUser(stores.here), await createUser(stores.here)]
      const wanted = [
        someKey(id, 'first', { id: someSession(id).id.replace(/^ses_./, 'ses_0') as Session['id'] }),
        someKey(id, 'second', {
          id: someSession(id).id.replace(/^ses_./, 'ses_1') as Session['id'],
          endedAt: NOW,
          endReason: 'revoked',
        }),
        someKey(id, 'third', {
          id: someSession(id).id.replace(/^ses_./, 'ses_2') as Session['id'],
          expiresAt: NOW,
        }),
      ]
      const keys = await openAll(stores.here, wanted)
      await openAll(stores.here, [someSession(id), someKey(other, 'of another')])
      expect(await way(stores.elsewhere, (sessions) => sessions.listKeysOf(id))).toEqual(keys.toReversed())
      expect(await way(stores.elsewhere, (sessions) => sessions.listKeysOf(someUserId()))).toEqual([])
    },
  )

  test('a use that is not written yet counts, in the process that knows of it', async () => {
    await using stores = await openStores(kind)
    const key = await stores.here.sessions.open(someKey(await createUser(stores.here), 'Backup'))
    stores.here.sessions.touch(key.id, LATER)
    expect(await stores.here.sessions.listKeysOf(key.userId)).toEqual([{ ...key, lastUsedAt: LATER }])
    await stores.here.writeTouches()
    expect(await stores.elsewhere.sessions.listKeysOf(key.userId)).toEqual([{ ...key, lastUsedAt: LATER }])
  })

  test.each(ways)(
    'endKeysOf %s ends the keys of this user alone, seen at once, and tells how many',
    async (_, way) => {
      await using stores = await openStores(kind)
      const [id, other] = [await createUser(stores.here), await createUser(stores.here)]
      const live = await openAll(stores.here, [someKey(id, '1'), someKey(id, '2')])
      const others = await openAll(stores.here, [
        someKey(id, '3', { endedAt: NOW, endReason: 'revoked' }),
        someKey(other, '4'),
        someSession(id),
      ])
      for (const { opaqueHash } of live) await stores.here.sessions.recallOpaque(opaqueHash ?? '')
      const count = await way(stores.here, (sessions) =>
        sessions.endKeysOf(id, 'signed_out_elsewhere', LATER),
      )
      expect(count).toBe(2)
      for (const { opaqueHash } of live)
        expect(await stores.here.sessions.recallOpaque(opaqueHash ?? '')).toMatchObject({
          endedAt: LATER,
          endReason: 'signed_out_elsewhere',
        })
      for (const session of others) expect(await stores.here.sessions.find(session.id)).toEqual(session)
    },
  )

  test.each(ways)(
    'endSignInsOf %s ends everything but the keys and the one it is told to keep',
    async (_, way) => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      const [key, kept, device, drf] = [
        someKey(id, '1'),
        someSession(id),
        someSession(id),
        someSession(id, { opaqueHash: 'drf' }),
      ]
      for (const session of [key, kept, device, drf]) await stores.here.sessions.open(session)
      const count = await way(stores.here, (sessions) =>
        sessions.endSignInsOf(id, kept.id, 'password_changed', LATER),
      )
      expect(count).toBe(2)
      const ended = (await stores.elsewhere.sessions.listOf(id)).filter(({ endedAt }) => endedAt !== null)
      expect(new Set(ended.map((session) => session.id))).toEqual(new Set([device.id, drf.id]))
      expect(ended.map(({ endReason }) => endReason)).toEqual(['password_changed', 'password_changed'])
    },
  )

  test.each(ways)('endAllOf %s ends the keys too', async (_, way) => {
    await using stores = await openStores(kind)
    const key = someKey(await createUser(stores.here), '1')
    await stores.here.sessions.open(key)
    expect(await way(stores.here, (sessions) => sessions.endAllOf(key.userId, null, 'revoked', LATER))).toBe(
      1,
    )
  })

  test('an import that ends what a former backend had opened leaves the keys', async () => {
    await using stores = await openStores(kind)
    const id = await createUser(stores.here)
    const key = await stores.here.sessions.open(someKey(id, '1'))
    const former = await stores.here.sessions.open(
      someSession(id, { amr: [], authenticatedAt: LONG_AGO, opaqueHash: 'former' }),
    )
    await stores.here.imports.batch(true, ({ endFormerSessions }) => endFormerSessions([id], LATER))
    expect(await stores.here.sessions.find(key.id)).toEqual(key)
    expect(await stores.here.sessions.find(former.id)).toMatchObject({ endedAt: LATER })
  })
})
