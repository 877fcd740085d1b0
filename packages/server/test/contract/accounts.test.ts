import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { VerifiedIdentity } from '../../src/model/identity.js'
import type { UserId } from '../../src/model/ids.js'
import { SECOND } from '../../src/model/time.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import {
  addressOf,
  atOnce,
  createUser,
  NOW,
  openStores,
  someIdentity,
  someUserId,
  tally,
} from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND

const create = (storage: Storage, identity: VerifiedIdentity, id = someUserId()) =>
  storage.transaction(({ accounts }) => accounts.createWithIdentity(id, identity, NOW))
const record = (storage: Storage, id: UserId, identity: VerifiedIdentity) =>
  storage.transaction(({ accounts }) => accounts.recordSignIn(id, identity, LATER))

describe.each(databaseKinds)('accounts on $name', (kind) => {
  describe('createWithIdentity', () => {
    test('a created user is found by id, by identity and by the address it has proved', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity({ name: 'Ada', picture: 'https://pictures.example/ada' })
      const id = await createUser(stores.here, identity)
      const expected = {
        id,
        email: identity.address?.email,
        emailVerifiedAt: NOW,
        name: 'Ada',
        picture: 'https://pictures.example/ada',
        profile: {},
        roles: [],
        suspendedAt: null,
        createdAt: NOW,
        updatedAt: NOW,
      }
      const { accounts } = stores.elsewhere
      expect(await accounts.findById(id)).toEqual(expected)
      expect(await accounts.findByIdentity(identity)).toEqual(expected)
      expect(await accounts.findByProvenAddress(identity.address?.key ?? '')).toEqual(expected)
    })

    test('an address the provider has not proved is kept as unverified, and finds nobody', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, someIdentity({ address: addressOf('ada@example.com', false) }))
      expect(await stores.here.accounts.findById(id)).toMatchObject({
        email: 'ada@example.com',
        emailVerifiedAt: null,
      })
      expect(await stores.here.accounts.findByProvenAddress('ada@example.com')).toBeUndefined()
    })

    test('any number of users say the same address while nobody proves it, even in one moment', async () => {
      await using stores = await openStores(kind)
      const address = addressOf('ada@example.com', false)
      const outcomes = await atOnce(10, (index) =>
        create(index % 2 === 0 ? stores.here : stores.elsewhere, someIdentity({ address })),
      )
      expect(tally(outcomes)).toEqual({ created: 10 })
      expect(await countRows(stores.database, 'users')).toBe(10)
      expect(await stores.here.accounts.findByProvenAddress('ada@example.com')).toBeUndefined()
    })

    test('who proves an address gets it, however many have said it before', async () => {
      await using stores = await openStores(kind)
      const squatter = someIdentity({ address: addressOf('ada@example.com', false) })
      const squatted = await createUser(stores.here, squatter)
      const owned = await createUser(
        stores.here,
        someIdentity({ address: addressOf('ada@example.com', true) }),
      )
      const { accounts } = stores.elsewhere
      expect(await accounts.findByProvenAddress('ada@example.com')).toMatchObject({ id: owned })
      expect(await accounts.findByIdentity(squatter)).toMatchObject({ id: squatted, emailVerifiedAt: null })
    })

    test('any number of users have no address', async () => {
      await using stores = await openStores(kind)
      const { address: _, ...first } = someIdentity()
      const { address: __, ...second } = someIdentity()
      expect([await create(stores.here, first), await create(stores.here, second)]).toEqual([
        'created',
        'created',
      ])
    })

    test('an identity that has an owner is taken, and no user is left behind', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity()
      await createUser(stores.here, identity)
      const again = { ...identity, address: addressOf('another@example.com', true) }
      expect(await create(stores.here, again)).toBe('taken')
      expect(await countRows(stores.database, 'users')).toBe(1)
      expect(await stores.here.accounts.findByProvenAddress('another@example.com')).toBeUndefined()
    })

    test('a proven address that has an owner is taken, and no identity is left behind', async () => {
      await using stores = await openStores(kind)
      const address = addressOf('ada@example.com', true)
      await createUser(stores.here, someIdentity({ address }))
      const second = someIdentity({ address })
      expect(await create(stores.here, second)).toBe('taken')
      expect(await stores.here.accounts.findByIdentity(second)).toBeUndefined()
    })

    test('one subject at two providers is two people', async () => {
      await using stores = await openStores(kind)
      const google = someIdentity({ subject: '1', address: addressOf('one@example.com', true) })
      const other = someIdentity({
        provider: 'corporate',
        subject: '1',
        address: addressOf('two@example.com', true),
      })
      const ids = [await createUser(stores.here, google), await createUser(stores.here, other)]
      const found = [
        await stores.here.accounts.findByIdentity(google),
        await stores.here.accounts.findByIdentity(other),
      ]
      expect(found.map((user) => user?.id)).toEqual(ids)
    })

    test('of many with one proven address at once, one is created and the others write nothing', async () => {
      await using stores = await openStores(kind)
      const address = addressOf('ada@example.com', true)
      const outcomes = await atOnce(20, (index) =>
        create(index % 2 === 0 ? stores.here : stores.elsewhere, someIdentity({ address })),
      )
      expect(tally(outcomes)).toEqual({ created: 1, taken: 19 })
      expect(await countRows(stores.database, 'users')).toBe(1)
      expect(await countRows(stores.database, 'identities')).toBe(1)
    })

    test("of many with one address at once, who has not proved it is in nobody's way", async () => {
      await using stores = await openStores(kind)
      const outcomes = await atOnce(20, (index) =>
        create(
          index % 2 === 0 ? stores.here : stores.elsewhere,
          someIdentity({ address: addressOf('ada@example.com', index % 4 === 0) }),
        ),
      )
      expect(tally(outcomes.filter((_, index) => index % 4 !== 0))).toEqual({ created: 15 })
      expect(tally(outcomes.filter((_, index) => index % 4 === 0))).toEqual({ created: 1, taken: 4 })
      expect(await countRows(stores.database, 'users')).toBe(16)
    })

    test('of many with one identity at once, one is created and the others leave no user behind', async () => {
      await using stores = await openStores(kind)
      const outcomes = await atOnce(20, (index) =>
        create(
          index % 2 === 0 ? stores.here : stores.elsewhere,
          someIdentity({ subject: 'one', address: addressOf(`${index}@example.com`, true) }),
        ),
      )
      expect(tally(outcomes)).toEqual({ created: 1, taken: 19 })
      expect(await countRows(stores.database, 'users')).toBe(1)
    })
  })

  describe('recordSignIn', () => {
    test('what the user lacks is filled in, what is there stays', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity({ name: 'Ada' })
      const id = await createUser(stores.here, identity)
      const changed = { ...identity, name: 'Augusta', picture: 'https://pictures.example/ada' }
      expect(await record(stores.here, id, changed)).toBe('recorded')
      expect(await stores.here.accounts.findById(id)).toMatchObject({
        name: 'Ada',
        picture: 'https://pictures.example/ada',
        updatedAt: LATER,
      })
    })

    test('a sign-in that brings nothing new does not count as an update', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity({ name: 'Ada' })
      const id = await createUser(stores.here, identity)
      await record(stores.here, id, identity)
      expect(await stores.here.accounts.findById(id)).toMatchObject({ updatedAt: NOW })
    })

    test("an identity that is not this user's changes nothing", async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      const stranger = someIdentity({ name: 'Mallory' })
      expect(await record(stores.here, id, stranger)).toBe('changed')
      expect(await stores.here.accounts.findById(id)).toMatchObject({ name: null, updatedAt: NOW })
    })
  })

  describe('recall', () => {
    test('what this process changed is seen at once', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity()
      const id = await createUser(stores.here, identity)
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: null })
      await record(stores.here, id, { ...identity, name: 'Ada' })
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: 'Ada' })
    })

    test('what another process changed is seen within the stated bound', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity()
      const id = await createUser(stores.here, identity)
      await stores.here.accounts.recall(id)
      await record(stores.elsewhere, id, { ...identity, name: 'Ada' })
      // SQLite tells by itself that another process wrote; on PostgreSQL what was read is good for a second.
      if (kind.name === 'postgres') await pause(1 * SECOND)
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: 'Ada' })
    })

    test('a change that was rolled back is not remembered', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity()
      const id = await createUser(stores.here, identity)
      const changed = stores.here.transaction(async ({ accounts }) => {
        await accounts.recordSignIn(id, { ...identity, name: 'Ada' }, LATER)
        expect(await accounts.recall(id)).toMatchObject({ name: 'Ada' })
        throw new Error('no')
      })
      await expect(changed).rejects.toThrow('no')
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: null })
    })

    test('nobody is found under an id that nobody has', async () => {
      await using stores = await openStores(kind)
      expect(await stores.here.accounts.recall(someUserId())).toBeUndefined()
      expect(await stores.here.accounts.findById(someUserId())).toBeUndefined()
    })
  })
})
