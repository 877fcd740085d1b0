import { describe, expect, test } from 'vitest'
import type { UserId } from '../../src/model/ids.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import {
  atOnce,
  createPasswordUser,
  createUser,
  NOW,
  openStores,
  someIdentity,
  someLink,
  someSession,
  someUserId,
  tally,
} from '../fixtures/stores.js'

const HANGING_ON_A_USER = ['identities', 'passwords', 'sessions', 'one_time_links']

const remove = (storage: Storage, id: UserId) => storage.transaction(({ accounts }) => accounts.delete(id))

/** A user on whom everything hangs that can. */
const createWithEverything = async (storage: Storage) => {
  const identity = someIdentity()
  const id = await createUser(storage, identity)
  await storage.transaction(({ accounts }) => accounts.setPassword(id, 'hash', NOW))
  await storage.links.add(someLink(id))
  const session = await storage.sessions.open(someSession(id))
  return { id, identity, session }
}

describe.each(databaseKinds)('delete an account on $name', (kind) => {
  test('everything that hangs on the user goes, and nothing of anybody else', async () => {
    await using stores = await openStores(kind)
    const gone = await createWithEverything(stores.here)
    const kept = await createWithEverything(stores.here)
    expect(await remove(stores.here, gone.id)).toBe('deleted')
    const { accounts, sessions } = stores.elsewhere
    expect(await accounts.findById(gone.id)).toBeUndefined()
    expect(await accounts.findByIdentity(gone.identity)).toBeUndefined()
    expect(await sessions.find(gone.session.id)).toBeUndefined()
    expect(await accounts.findByIdentity(kept.identity)).toMatchObject({ id: kept.id })
    expect(await sessions.find(kept.session.id)).toEqual(kept.session)
    for (const table of ['users', ...HANGING_ON_A_USER])
      expect(await countRows(stores.database, table), table).toBe(1)
  })

  test('a user who is not there is unknown', async () => {
    await using stores = await openStores(kind)
    const { id } = await createWithEverything(stores.here)
    await remove(stores.here, id)
    expect(await remove(stores.elsewhere, id)).toBe('unknown')
    expect(await remove(stores.here, someUserId())).toBe('unknown')
  })

  test('of many who delete a user at once one is told that it did', async () => {
    await using stores = await openStores(kind)
    const { id } = await createWithEverything(stores.here)
    const outcomes = await atOnce(10, (index) => remove(index % 2 === 0 ? stores.here : stores.elsewhere, id))
    expect(tally(outcomes)).toEqual({ deleted: 1, unknown: 9 })
  })

  test('the process that did it remembers neither the user nor a session of theirs', async () => {
    await using stores = await openStores(kind)
    const { id, session } = await createWithEverything(stores.here)
    const other = someSession(id)
    await stores.here.sessions.open(other)
    await stores.here.accounts.recall(id)
    for (const { id: sessionId } of [session, other]) await stores.here.sessions.recall(sessionId)
    await remove(stores.here, id)
    expect(await stores.here.accounts.recall(id)).toBeUndefined()
    for (const { id: sessionId } of [session, other])
      expect(await stores.here.sessions.recall(sessionId)).toBeUndefined()
  })

  test('a deletion that is rolled back deletes nothing', async () => {
    await using stores = await openStores(kind)
    const { id, session } = await createWithEverything(stores.here)
    const failing = stores.here.transaction(async ({ accounts }) => {
      await accounts.delete(id)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await stores.here.accounts.recall(id)).toMatchObject({ id })
    expect(await stores.here.sessions.find(session.id)).toEqual(session)
  })

  test('a sign-in in the same moment leaves no session behind, and fails in no way but that the user is gone', async () => {
    await using stores = await openStores(kind)
    for (let round = 0; round < 10; round += 1) {
      const { id } = await createPasswordUser(stores.here)
      const signIn = (storage: Storage) =>
        storage.transaction(async ({ accounts, sessions }) => {
          if ((await accounts.findPassword(id)) === undefined) return 'refused'
          await sessions.open(someSession(id))
          return 'signed in'
        })
      const outcomes = await Promise.all([
        signIn(stores.here),
        remove(stores.elsewhere, id),
        signIn(stores.elsewhere),
      ])
      expect(outcomes[1]).toBe('deleted')
    }
    for (const table of ['users', ...HANGING_ON_A_USER])
      expect(await countRows(stores.database, table), table).toBe(0)
  })

  test('uses of the sessions that are written in the same moment stand in nobody’s way', async () => {
    await using stores = await openStores(kind)
    for (let round = 0; round < 5; round += 1) {
      const id = await createUser(stores.here)
      const sessions = Array.from({ length: 20 }, () => someSession(id))
      for (const session of sessions) await stores.here.sessions.open(session)
      for (const session of sessions) stores.elsewhere.sessions.touch(session.id, NOW + 1)
      await Promise.all([stores.elsewhere.writeTouches(), remove(stores.here, id)])
    }
    expect(await countRows(stores.database, 'sessions')).toBe(0)
  })
})
