import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { UserId } from '../../src/model/ids.js'
import { SECOND } from '../../src/model/time.js'
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
  someUserId,
  tally,
} from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND
const details = (name: string) => ({
  name,
  picture: 'https://pictures.example/ada',
  profile: { company: 'Analytical Engines' },
})
const addressAt = (key: string) => ({ email: key, key })

const replace = (storage: Storage, id: UserId, name: string, readAt = NOW, now = LATER) =>
  storage.transaction(({ accounts }) => accounts.replaceDetails(id, readAt, details(name), now))
const change = (storage: Storage, id: UserId, key: string, email = key) =>
  storage.transaction(({ accounts }) => accounts.changeAddress(id, { email, key }, LATER))

describe.each(databaseKinds)('account details on $name', (kind) => {
  describe('replaceDetails', () => {
    test('what a person says about themselves is kept, and nothing else changes', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here, { profile: { gone: true } })
      const before = await stores.here.accounts.findById(id)
      expect(await replace(stores.here, id, 'Ada')).toBe('replaced')
      const expected = { ...before, ...details('Ada'), updatedAt: LATER }
      expect(await stores.elsewhere.accounts.findById(id)).toEqual(expected)
    })

    test('null takes away', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here, { name: 'Ada', profile: { company: 'A' } })
      const nothing = { name: null, picture: null, profile: {} }
      const outcome = await stores.here.transaction(({ accounts }) =>
        accounts.replaceDetails(id, NOW, nothing, LATER),
      )
      expect(outcome).toBe('replaced')
      expect(await stores.here.accounts.findById(id)).toMatchObject(nothing)
    })

    test('details that are others by now stay as they are', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here)
      await replace(stores.here, id, 'first')
      expect(await replace(stores.elsewhere, id, 'second')).toBe('changed')
      expect(await stores.here.accounts.findById(id)).toMatchObject({ name: 'first' })
    })

    test('of many who read the same details one replaces them, though the clock stands still', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here)
      const outcomes = await atOnce(20, (index) =>
        replace(index % 2 === 0 ? stores.here : stores.elsewhere, id, `${index}`, NOW, NOW),
      )
      expect(tally(outcomes)).toEqual({ replaced: 1, changed: 19 })
      const winner = outcomes.indexOf('replaced')
      expect(await stores.here.accounts.findById(id)).toMatchObject({
        name: `${winner}`,
        updatedAt: NOW + 1,
      })
    })

    test('a sign-in that filled in a name in the same millisecond is not overwritten', async () => {
      await using stores = await openStores(kind)
      const identity = someIdentity()
      const id = await createUser(stores.here, identity)
      await stores.here.transaction(({ accounts }) =>
        accounts.recordSignIn(id, { ...identity, name: 'Ada' }, NOW),
      )
      expect(await replace(stores.here, id, 'Augusta')).toBe('changed')
    })

    test('nobody has details under an id that nobody has', async () => {
      await using stores = await openStores(kind)
      expect(await replace(stores.here, someUserId(), 'Ada')).toBe('unknown')
    })

    test('this process sees it at once, another one within the stated bound', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here)
      for (const { accounts } of [stores.here, stores.elsewhere]) await accounts.recall(id)
      await replace(stores.here, id, 'Ada')
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: 'Ada' })
      if (kind.name === 'postgres') await pause(1 * SECOND)
      expect(await stores.elsewhere.accounts.recall(id)).toMatchObject({ name: 'Ada' })
    })

    test('inside a transaction it comes and goes with it', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here)
      await stores.here.accounts.recall(id)
      const failing = stores.here.transaction(async ({ accounts }) => {
        await accounts.replaceDetails(id, NOW, details('nobody'), LATER)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: null })
      const outcome = await stores.here.transaction(({ accounts }) =>
        accounts.replaceDetails(id, NOW, details('Ada'), LATER),
      )
      expect(outcome).toBe('replaced')
      expect(await stores.here.accounts.recall(id)).toMatchObject({ name: 'Ada' })
    })
  })

  describe('changeAddress', () => {
    test('the new address is proven and theirs, the old one is free', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here, { address: addressAt('old@example.com') })
      await stores.here.accounts.recall(id)
      expect(await change(stores.here, id, 'new@example.com', 'New@example.com')).toBe('changed')
      const expected = { id, email: 'New@example.com', emailVerifiedAt: LATER, updatedAt: LATER }
      expect(await stores.here.accounts.recall(id)).toMatchObject(expected)
      const { accounts } = stores.elsewhere
      expect(await accounts.findByProvenAddress('new@example.com')).toMatchObject(expected)
      expect(await accounts.findByProvenAddress('old@example.com')).toBeUndefined()
      await createPasswordUser(stores.here, { address: addressAt('old@example.com') })
    })

    test('an address somebody only said becomes proven', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, someIdentity({ address: addressOf('ada@example.com', false) }))
      expect(await change(stores.here, id, 'ada@example.com')).toBe('changed')
      expect(await stores.here.accounts.findByProvenAddress('ada@example.com')).toMatchObject({ id })
    })

    test('their own address may be spelled anew', async () => {
      await using stores = await openStores(kind)
      const { id } = await createPasswordUser(stores.here, { address: addressAt('ada@example.com') })
      expect(await change(stores.here, id, 'ada@example.com', 'Ada@Example.com')).toBe('changed')
      expect(await stores.here.accounts.findById(id)).toMatchObject({ email: 'Ada@Example.com' })
    })

    test('an address another user has proved is taken, and both keep theirs', async () => {
      await using stores = await openStores(kind)
      const ada = await createPasswordUser(stores.here, { address: addressAt('ada@example.com') })
      const grace = await createPasswordUser(stores.here, { address: addressAt('grace@example.com') })
      expect(await change(stores.here, ada.id, 'grace@example.com')).toBe('taken')
      const { accounts } = stores.elsewhere
      expect(await accounts.findById(ada.id)).toMatchObject({ email: 'ada@example.com', updatedAt: NOW })
      expect(await accounts.findByProvenAddress('grace@example.com')).toMatchObject({ id: grace.id })
    })

    test('nobody gets an address under an id that nobody has', async () => {
      await using stores = await openStores(kind)
      expect(await change(stores.here, someUserId(), 'ada@example.com')).toBe('unknown')
    })

    test('of many who want one address in the same moment one gets it, and nobody fails', async () => {
      await using stores = await openStores(kind)
      for (let round = 0; round < 5; round += 1) {
        const key = `round-${round}@example.com`
        const users = await Promise.all(Array.from({ length: 6 }, () => createPasswordUser(stores.here)))
        const outcomes = await Promise.all(
          users.map(({ id }, index) => change(index % 2 === 0 ? stores.here : stores.elsewhere, id, key)),
        )
        expect(tally(outcomes), key).toEqual({ changed: 1, taken: 5 })
        expect(await stores.here.accounts.findByProvenAddress(key)).toMatchObject({
          id: users[outcomes.indexOf('changed')]?.id,
        })
      }
    })
  })

  test('listIdentities names every way in, the oldest first, and nobody else’s', async () => {
    await using stores = await openStores(kind)
    const address = addressOf('ada@example.com', true)
    const first = someIdentity({ provider: 'google', address })
    const id = await createUser(stores.here, first)
    await createUser(stores.here)
    const second = someIdentity({ provider: 'corporate', address: addressOf('ada@corporate.example', true) })
    await stores.here.transaction(async ({ accounts }) => {
      await accounts.linkToProvenAddress(id, second, address.key, LATER)
      await accounts.recordSignIn(id, first, LATER + 1)
    })
    const { accounts } = stores.elsewhere
    expect(await accounts.listIdentities(id)).toEqual([
      {
        provider: 'google',
        subject: first.subject,
        email: 'ada@example.com',
        name: null,
        createdAt: NOW,
        lastUsedAt: LATER + 1,
        tokensKept: false,
      },
      {
        provider: 'corporate',
        subject: second.subject,
        email: 'ada@corporate.example',
        name: null,
        createdAt: LATER,
        lastUsedAt: LATER,
        tokensKept: false,
      },
    ])
    expect(await accounts.listIdentities((await createPasswordUser(stores.here)).id)).toEqual([])
  })

  test('an account that is made anew with the same address is another one', async () => {
    await using stores = await openStores(kind)
    const address = addressAt('ada@example.com')
    const before = await createPasswordUser(stores.here, { address })
    await stores.here.transaction(({ accounts }) => accounts.delete(before.id))
    const after = await createPasswordUser(stores.elsewhere, { address })
    expect(await stores.here.accounts.findByProvenAddress(address.key)).toMatchObject({ id: after.id })
    expect(await countRows(stores.database, 'users')).toBe(1)
  })
})
