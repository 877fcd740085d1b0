import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/time.js'
import { readTypedName } from '../../src/model/typed-name.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import {
  addressOf,
  atOnce,
  createPasswordUser,
  createUser,
  NOW,
  openStores,
  someIdentity,
  somePasswordUser,
  someSession,
  someUserId,
  tally,
} from '../fixtures/stores.js'

/** An address, as somebody types it. */
const named = readTypedName

const LATER = NOW + 60 * SECOND
const ADA = { email: 'Ada@example.com', key: 'ada@example.com' }

const create = (storage: Storage, user = somePasswordUser({ address: ADA })) =>
  storage.transaction(({ accounts }) => accounts.createWithPassword(user, NOW))

describe.each(databaseKinds)('passwords on $name', (kind) => {
  describe('createWithPassword', () => {
    test('a created user has a proven address, what the sign-up said, and the password', async () => {
      await using stores = await openStores(kind)
      const profile = {
        company: 'Analytical Engines',
        seats: 3,
        tags: ['a', null],
        'odd " key': { deep: true },
      }
      const { id } = await createPasswordUser(stores.here, { address: ADA, name: 'Ada', profile })
      const expected = {
        id,
        email: 'Ada@example.com',
        emailVerifiedAt: NOW,
        name: 'Ada',
        picture: null,
        profile,
        roles: [],
        suspendedAt: null,
        createdAt: NOW,
        updatedAt: NOW,
      }
      const { accounts } = stores.elsewhere
      expect(await accounts.findById(id)).toEqual(expected)
      expect(await accounts.findByProvenAddress(ADA.key)).toEqual(expected)
      expect(await accounts.findPasswordHolder(named(ADA.key))).toEqual({
        user: expected,
        password: { hash: 'hash of a password', changedAt: NOW },
      })
    })

    test('a proven address that has an owner is taken, whichever way the owner signed up', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, someIdentity({ address: addressOf(ADA.key, true) }))
      expect(await create(stores.elsewhere)).toBe('taken')
      expect(await stores.here.accounts.findPassword(id)).toBeUndefined()
      expect(await countRows(stores.database, 'users')).toBe(1)
    })

    test('an address that somebody only said is free', async () => {
      await using stores = await openStores(kind)
      await createUser(stores.here, someIdentity({ address: addressOf(ADA.key, false) }))
      expect(await create(stores.here)).toBe('created')
    })

    test('of many with one address at once, one is created and the others write nothing', async () => {
      await using stores = await openStores(kind)
      const outcomes = await atOnce(20, (index) => {
        const storage = index % 2 === 0 ? stores.here : stores.elsewhere
        if (index % 4 < 2) return create(storage)
        const identity = someIdentity({ address: addressOf(ADA.key, true) })
        return storage.transaction(({ accounts }) => accounts.createWithIdentity(someUserId(), identity, NOW))
      })
      expect(tally(outcomes)).toEqual({ created: 1, taken: 19 })
      expect(await countRows(stores.database, 'users')).toBe(1)
      const credentials = await Promise.all(
        ['passwords', 'identities'].map((table) => countRows(stores.database, table)),
      )
      expect(credentials.reduce((sum, count) => sum + count)).toBe(1)
    })
  })

  describe('findPasswordHolder', () => {
    test('finds somebody without a password, and nobody, with the same question', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, someIdentity({ address: addressOf(ADA.key, true) }))
      expect(await stores.here.accounts.findPasswordHolder(named(ADA.key))).toMatchObject({
        user: { id },
        password: null,
      })
      expect(await stores.here.accounts.findPasswordHolder(named('nobody@example.com'))).toBeUndefined()
    })

    test('does not find somebody by an address they only said', async () => {
      await using stores = await openStores(kind)
      await createUser(stores.here, someIdentity({ address: addressOf(ADA.key, false) }))
      expect(await stores.here.accounts.findPasswordHolder(named(ADA.key))).toBeUndefined()
    })

    test('answers the same inside a transaction', async () => {
      await using stores = await openStores(kind)
      const { id, passwordHash } = await createPasswordUser(stores.here, { address: ADA })
      const holder = await stores.here.transaction(({ accounts }) =>
        accounts.findPasswordHolder(named(ADA.key)),
      )
      expect(holder).toMatchObject({ user: { id }, password: { hash: passwordHash } })
    })
  })

  describe('setPassword', () => {
    const set = (storage: Storage, id: ReturnType<typeof someUserId>, hash: string, now: number) =>
      storage.transaction(({ accounts }) => accounts.setPassword(id, hash, now))

    test('gives somebody their first password, and replaces it by another', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      expect(await set(stores.here, id, 'first', NOW)).toBe('set')
      expect(await stores.elsewhere.accounts.findPassword(id)).toEqual({ hash: 'first', changedAt: NOW })
      expect(await set(stores.elsewhere, id, 'second', LATER)).toBe('set')
      expect(await stores.here.accounts.findPassword(id)).toEqual({ hash: 'second', changedAt: LATER })
    })

    test('is later than the one before, by whatever clock', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      await set(stores.here, id, 'first', NOW)
      await set(stores.here, id, 'in the same millisecond', NOW)
      expect(await stores.here.accounts.findPassword(id)).toMatchObject({ changedAt: NOW + 1 })
      await set(stores.here, id, 'by a clock that runs behind', NOW - 5 * SECOND)
      expect(await stores.here.accounts.findPassword(id)).toMatchObject({ changedAt: NOW + 2 })
    })

    test('of a user who is not there is unknown, and spoils nothing else in the transaction', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      const outcomes = await stores.here.transaction(async ({ accounts }) => [
        await accounts.setPassword(someUserId(), 'hash', NOW),
        await accounts.setPassword(id, 'hash', NOW),
      ])
      expect(outcomes).toEqual(['unknown', 'set'])
      expect(await countRows(stores.database, 'passwords')).toBe(1)
    })

    test('leaves nothing behind when the transaction fails', async () => {
      await using stores = await openStores(kind)
      const { id, passwordHash } = await createPasswordUser(stores.here)
      const failing = stores.here.transaction(async ({ accounts }) => {
        await accounts.setPassword(id, 'another', LATER)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await stores.here.accounts.findPassword(id)).toEqual({ hash: passwordHash, changedAt: NOW })
    })
  })

  describe('findPassword', () => {
    test('finds none for somebody without one, nor for nobody', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here)
      expect(await stores.here.accounts.findPassword(id)).toBeUndefined()
      expect(await stores.here.accounts.findPassword(someUserId())).toBeUndefined()
      const inside = await stores.here.transaction(async ({ accounts }) => [
        await accounts.findPassword(id),
        await accounts.findPassword(someUserId()),
      ])
      expect(inside).toEqual([undefined, undefined])
    })

    test('a session opened with a password does not outlive it, though it is replaced in the same moment', async () => {
      await using stores = await openStores(kind)
      for (let round = 0; round < 15; round += 1) {
        const { id, passwordHash } = await createPasswordUser(stores.here)
        const signIn = (storage: Storage) =>
          storage.transaction(async ({ accounts, sessions }) => {
            const password = await accounts.findPassword(id)
            if (password?.hash !== passwordHash) return 'refused'
            // A flow that takes its time.
            for (let turn = 0; turn < 5; turn += 1) await accounts.findById(id)
            await sessions.open(someSession(id))
            return 'signed in'
          })
        const replace = stores.elsewhere.transaction(async ({ accounts, sessions }) => {
          await accounts.setPassword(id, 'another', LATER)
          await sessions.endAllOf(id, null, 'password_changed', LATER)
        })
        await Promise.all([signIn(stores.here), replace, signIn(stores.elsewhere), signIn(stores.here)])
        const live = (await stores.here.sessions.listOf(id)).filter(({ endedAt }) => endedAt === null)
        expect(live, `round ${round}`).toEqual([])
      }
    })
  })

  describe('upgradePassword', () => {
    test('replaces the hash and says nothing of a change', async () => {
      await using stores = await openStores(kind)
      const { id, passwordHash } = await createPasswordUser(stores.here)
      await stores.elsewhere.accounts.upgradePassword(id, passwordHash, 'stronger')
      expect(await stores.here.accounts.findPassword(id)).toEqual({ hash: 'stronger', changedAt: NOW })
    })

    test('does not bring back a password that was changed meanwhile', async () => {
      await using stores = await openStores(kind)
      const { id, passwordHash } = await createPasswordUser(stores.here)
      await stores.elsewhere.transaction(({ accounts }) => accounts.setPassword(id, 'another', LATER))
      await stores.here.accounts.upgradePassword(id, passwordHash, 'stronger')
      expect(await stores.here.accounts.findPassword(id)).toEqual({ hash: 'another', changedAt: LATER })
    })

    test("does not touch anybody else's password, though its hash is the same", async () => {
      await using stores = await openStores(kind)
      const ada = await createPasswordUser(stores.here)
      const grace = await createPasswordUser(stores.here)
      await stores.here.accounts.upgradePassword(ada.id, ada.passwordHash, 'stronger')
      expect(await stores.here.accounts.findPassword(grace.id)).toMatchObject({ hash: grace.passwordHash })
    })
  })
})
