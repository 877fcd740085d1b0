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

const link = (storage: Storage, id: UserId, identity: VerifiedIdentity, key: string) =>
  storage.transaction(({ accounts }) => accounts.linkToProvenAddress(id, identity, key, LATER))

const record = (storage: Storage, id: UserId, identity: VerifiedIdentity) =>
  storage.transaction(({ accounts }) => accounts.recordSignIn(id, identity, LATER))
const create = (storage: Storage, identity: VerifiedIdentity) =>
  storage.transaction(({ accounts }) => accounts.createWithIdentity(someUserId(), identity, LATER))

describe.each(databaseKinds)('linking accounts on $name', (kind) => {
  describe('linkToProvenAddress', () => {
    test('a linked identity leads to the user, and fills in what the user lacked', async () => {
      await using stores = await openStores(kind)
      const address = addressOf('ada@example.com', true)
      const first = someIdentity({ address, name: 'Ada' })
      const id = await createUser(stores.here, first)
      const second = someIdentity({
        provider: 'corporate',
        address,
        name: 'Somebody else',
        picture: 'https://pictures.example/ada',
      })
      expect(await link(stores.here, id, second, address.key)).toBe('linked')
      expect(await stores.elsewhere.accounts.findByIdentity(second)).toMatchObject({
        id,
        name: 'Ada',
        picture: 'https://pictures.example/ada',
      })
      expect(await stores.elsewhere.accounts.findByIdentity(first)).toMatchObject({ id })
    })

    test.each([
      ['a user whose address nobody verified', { proven: false, key: 'ada@example.com' }],
      ['a user with another address', { proven: true, key: 'somebody@example.com' }],
    ])('%s is not linked to', async (_, { proven, key }) => {
      await using stores = await openStores(kind)
      const id = await createUser(
        stores.here,
        someIdentity({ address: addressOf('ada@example.com', proven) }),
      )
      const second = someIdentity({ provider: 'corporate' })
      expect(await link(stores.here, id, second, key)).toBe('changed')
      expect(await stores.here.accounts.findByIdentity(second)).toBeUndefined()
    })

    test('a user that does not exist is not linked to', async () => {
      await using stores = await openStores(kind)
      expect(await link(stores.here, someUserId(), someIdentity(), 'ada@example.com')).toBe('changed')
    })

    test('an identity that is linked to two users at once becomes one of theirs', async () => {
      await using stores = await openStores(kind)
      const owners = [someIdentity(), someIdentity()]
      const ids = await Promise.all(owners.map((identity) => createUser(stores.here, identity)))
      const shared = someIdentity({ provider: 'corporate' })
      const outcomes = await atOnce(10, (index) => {
        const storage = index % 2 === 0 ? stores.here : stores.elsewhere
        const owner = owners[index % 2]
        return link(storage, ids[index % 2] ?? someUserId(), shared, owner?.address?.key ?? '')
      })
      expect(tally(outcomes)).toEqual({ linked: 1, changed: 9 })
    })
  })

  describe('recordSignIn gives the user the address its provider has proved', () => {
    const KEY = 'ada@example.com'
    const said = () => someIdentity({ address: addressOf(KEY, false) })
    const proves = (identity: VerifiedIdentity, key = KEY, email = key): VerifiedIdentity => ({
      ...identity,
      address: addressOf(key, true, email),
    })

    test('the one the user had only said, in the spelling that was proved', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity({ address: addressOf(KEY, false, 'ADA@example.com') })
      const id = await createUser(stores.here, identity)
      expect(await stores.here.accounts.recall(id)).toMatchObject({ emailVerifiedAt: null })
      expect(await record(stores.here, id, proves(identity, KEY, 'Ada@example.com'))).toBe('recorded')
      const expected = { id, email: 'Ada@example.com', emailVerifiedAt: LATER, updatedAt: LATER }
      expect(await stores.here.accounts.recall(id)).toMatchObject(expected)
      expect(await stores.elsewhere.accounts.findByProvenAddress(KEY)).toMatchObject(expected)
    })

    test('another one than the user had said', async () => {
      await using stores = await openStores(kind)
      const identity = said()
      const id = await createUser(stores.here, identity)
      await record(stores.here, id, proves(identity, 'augusta@example.com'))
      const { accounts } = stores.elsewhere
      expect(await accounts.findByProvenAddress('augusta@example.com')).toMatchObject({
        id,
        email: 'augusta@example.com',
      })
      expect(await accounts.findByProvenAddress(KEY)).toBeUndefined()
    })

    test('one for a user who had none', async () => {
      await using stores = await openStores(kind)
      const { address: _, ...identity } = someIdentity()
      const id = await createUser(stores.here, identity)
      await record(stores.here, id, proves(identity))
      expect(await stores.elsewhere.accounts.findByProvenAddress(KEY)).toMatchObject({ id, email: KEY })
    })

    test('whoever else says it', async () => {
      await using stores = await openStores(kind)
      const [squatter, ada] = [said(), said()]
      const squatted = await createUser(stores.here, squatter)
      const id = await createUser(stores.here, ada)
      await record(stores.here, id, proves(ada))
      const { accounts } = stores.elsewhere
      expect(await accounts.findByProvenAddress(KEY)).toMatchObject({ id })
      expect(await accounts.findByIdentity(squatter)).toMatchObject({ id: squatted, emailVerifiedAt: null })
    })

    test('but not one it only says', async () => {
      await using stores = await openStores(kind)
      const { address: _, ...identity } = someIdentity()
      const id = await createUser(stores.here, identity)
      await record(stores.here, id, { ...identity, address: addressOf(KEY, false) })
      expect(await stores.here.accounts.findById(id)).toMatchObject({ email: null, updatedAt: NOW })
    })

    test('but not in place of one that was proved before', async () => {
      await using stores = await openStores(kind)
      const identity = proves(said())
      const id = await createUser(stores.here, identity)
      expect(await record(stores.here, id, proves(identity, 'augusta@example.com'))).toBe('recorded')
      const { accounts } = stores.elsewhere
      expect(await accounts.findByProvenAddress(KEY)).toMatchObject({ id, email: KEY, emailVerifiedAt: NOW })
      expect(await accounts.findByProvenAddress('augusta@example.com')).toBeUndefined()
    })

    test('but not one that another user has proved: the sign-in is recorded, and nothing else changes', async () => {
      await using stores = await openStores(kind)
      const late = said()
      const id = await createUser(stores.here, late)
      const holder = await createUser(stores.here, proves(said()))
      expect(await record(stores.here, id, proves(late))).toBe('recorded')
      const { accounts } = stores.elsewhere
      expect(await accounts.findByProvenAddress(KEY)).toMatchObject({ id: holder, updatedAt: NOW })
      expect(await accounts.findByIdentity(late)).toMatchObject({
        id,
        email: KEY,
        emailVerifiedAt: null,
        updatedAt: NOW,
      })
    })

    test('to one of all who prove it in the same moment, and nobody fails', async () => {
      await using stores = await openStores(kind)
      for (let round = 0; round < 10; round += 1) {
        const key = `round-${round}@example.com`
        const people = Array.from({ length: 6 }, () => someIdentity({ address: addressOf(key, false) }))
        const users = await Promise.all(
          people.map(async (identity) => ({ identity, id: await createUser(stores.here, identity) })),
        )
        const outcomes = await Promise.all(
          users.map(({ id, identity }, index) =>
            record(index % 2 === 0 ? stores.here : stores.elsewhere, id, proves(identity, key)),
          ),
        )
        expect(tally(outcomes), key).toEqual({ recorded: 6 })
        const now = await Promise.all(users.map(({ id }) => stores.here.accounts.findById(id)))
        const holders = now.filter((user) => user?.emailVerifiedAt === LATER)
        expect(holders, key).toEqual([await stores.elsewhere.accounts.findByProvenAddress(key)])
      }
    })

    test('or to the user who is made with it in the same moment, and nobody fails', async () => {
      await using stores = await openStores(kind)
      for (let round = 0; round < 10; round += 1) {
        const key = `round-${round}@example.com`
        const known = someIdentity({ address: addressOf(key, false) })
        const fresh = someIdentity({ address: addressOf(key, true) })
        const id = await createUser(stores.here, known)
        const [recorded, created] = await Promise.all([
          record(stores.here, id, proves(known, key)),
          create(stores.elsewhere, fresh),
        ])
        expect(recorded, key).toBe('recorded')
        const holder = await stores.here.accounts.findByProvenAddress(key)
        const expected = created === 'taken' ? id : (await stores.here.accounts.findByIdentity(fresh))?.id
        expect(holder, key).toMatchObject({ id: expected, emailVerifiedAt: LATER })
        expect(await countRows(stores.database, `users where email_key = '${key}'`)).toBe(1)
      }
    })
  })
})
