import { describe, expect, test } from 'vitest'
import type { UserId } from '../../src/model/ids.js'
import { databaseKinds } from '../fixtures/databases.js'
import { createPasswordUser, createUser, openStores, type TestStores } from '../fixtures/stores.js'

/** Users with passwords, in the order of their ids. */
const someHashes = async (stores: TestStores, count: number) => {
  const users = []
  for (let index = 0; index < count; index += 1)
    users.push(await createPasswordUser(stores.here, { passwordHash: `hash ${index}` }))
  return users
    .map(({ id, passwordHash }) => ({ userId: id, hash: passwordHash }))
    .toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
}

const read = (stores: TestStores, after: UserId | undefined, skip: number, limit: number) =>
  stores.elsewhere.storedHashes.readRun({ after, skip, limit })

describe.each(databaseKinds)('stored hashes on $name', (kind) => {
  test('there are none where nobody has a password', async () => {
    await using stores = await openStores(kind)
    await createUser(stores.here)
    expect(await read(stores, undefined, 0, 10)).toEqual([])
  })

  test('are read one run after the other, each once', async () => {
    await using stores = await openStores(kind)
    const all = await someHashes(stores, 7)
    expect(await read(stores, undefined, 0, 3)).toEqual(all.slice(0, 3))
    expect(await read(stores, all[2]?.userId, 0, 3)).toEqual(all.slice(3, 6))
    expect(await read(stores, all[5]?.userId, 0, 3)).toEqual(all.slice(6))
    expect(await read(stores, all[6]?.userId, 0, 3)).toEqual([])
  })

  test('what is to be skipped is left out, up to the end and behind it', async () => {
    await using stores = await openStores(kind)
    const all = await someHashes(stores, 7)
    expect(await read(stores, undefined, 2, 2)).toEqual(all.slice(2, 4))
    expect(await read(stores, all[1]?.userId, 3, 10)).toEqual(all.slice(5))
    expect(await read(stores, all[1]?.userId, 5, 10)).toEqual([])
    expect(await read(stores, undefined, 1_000_000, 10)).toEqual([])
  })
})
