import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/time.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { createUser, NOW, openStores, someSession } from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND
const by = (subject: string, session: string | null = null) =>
  ({ kind: 'provider', keys: { subject, session } }) as const

const isLive = async (storage: Storage, { id }: Awaited<ReturnType<Storage['sessions']['open']>>) =>
  (await storage.sessions.find(id))?.endedAt === null

describe.each(databaseKinds)('origins of sessions on $name', (kind) => {
  test('every session of an origin ends, whoever has opened it and wherever it was read', async () => {
    await using stores = await openStores(kind)
    const [ada, mara] = [await createUser(stores.here), await createUser(stores.here)]
    const gone = await stores.here.sessions.open(someSession(ada), by('one', 's'))
    const too = await stores.elsewhere.transaction(({ sessions }) =>
      sessions.open(someSession(mara), by('one')),
    )
    const kept = [
      await stores.here.sessions.open(someSession(ada), by('two', 's')),
      await stores.here.sessions.open(someSession(ada)),
    ]
    await stores.here.sessions.recall(gone.id)
    const which = { subject: 'one', session: null }
    expect(await stores.here.sessions.endAllOfOrigin(which, 'ended_by_provider', LATER)).toBe(2)
    expect(await stores.here.sessions.recall(gone.id)).toMatchObject({
      endedAt: LATER,
      endReason: 'ended_by_provider',
    })
    expect(await isLive(stores.here, too)).toBe(false)
    for (const session of kept) expect(await isLive(stores.here, session)).toBe(true)
    expect(await stores.elsewhere.sessions.endAllOfOrigin(which, 'ended_by_provider', LATER + 1)).toBe(0)
  })

  test('a session that goes on in another hands its origin on', async () => {
    await using stores = await openStores(kind)
    const userId = await createUser(stores.here)
    const first = await stores.here.sessions.open(someSession(userId), by('p', 's'))
    const next = await stores.here.sessions.open(someSession(userId), { kind: 'continued', from: first.id })
    const plain = await stores.here.sessions.open(someSession(userId))
    const after = await stores.here.sessions.open(someSession(userId), { kind: 'continued', from: plain.id })
    const which = { subject: null, session: 's' }
    expect(await stores.here.sessions.endAllOfOrigin(which, 'ended_by_provider', LATER)).toBe(2)
    expect(await isLive(stores.here, next)).toBe(false)
    expect(await isLive(stores.here, after)).toBe(true)
  })

  test('a session and its origin are there together or not at all, and go together', async () => {
    await using stores = await openStores(kind)
    const userId = await createUser(stores.here)
    const session = someSession(userId)
    await stores.here.sessions.open(session, by('p'))
    await expect(stores.here.sessions.open(session, by('q'))).rejects.toThrow()
    expect(await countRows(stores.database, 'session_origins')).toBe(1)
    await runSql(stores.database, `delete from sessions where id = '${session.id}'`)
    expect(await countRows(stores.database, 'session_origins')).toBe(0)
  })
})
