import { describe, expect, test } from 'vitest'
import type { VerifiedIdentity } from '../../src/model/identity.js'
import type { UserId } from '../../src/model/ids.js'
import { SECOND } from '../../src/model/time.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import {
  addressOf,
  atOnce,
  createUser,
  NOW,
  openStores,
  someIdentity,
  someSession,
  someUserId,
  tally,
} from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND

const link = (storage: Storage, id: UserId, identity: VerifiedIdentity, key: string) =>
  storage.transaction(({ accounts }) => accounts.linkToProvenAddress(id, identity, key, LATER))
const claim = (storage: Storage, id: UserId, identity: VerifiedIdentity, key: string) =>
  storage.transaction(({ accounts }) => accounts.claimUnprovenAddress(id, identity, key, LATER))

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

  describe('claimUnprovenAddress', () => {
    const unproven = () =>
      someIdentity({ address: addressOf('ada@example.com', false, 'ADA@example.com'), name: 'Mallory' })
    const proved = () =>
      someIdentity({ provider: 'corporate', address: addressOf('ada@example.com', true), name: 'Ada' })

    test('who proves the address gets the account without anything another put there', async () => {
      await using stores = await openStores(kind)
      const mallory = unproven()
      const id = await createUser(stores.here, mallory)
      const session = someSession(id)
      await stores.here.sessions.open(session)
      const ada = proved()

      expect(await claim(stores.here, id, ada, 'ada@example.com')).toBe('claimed')
      const { accounts, sessions } = stores.elsewhere
      expect(await accounts.findByIdentity(mallory)).toBeUndefined()
      expect(await accounts.findByIdentity(ada)).toMatchObject({
        id,
        email: 'ada@example.com',
        emailVerifiedAt: LATER,
        name: 'Ada',
        picture: null,
      })
      expect(await sessions.find(session.id)).toMatchObject({
        endedAt: LATER,
        endReason: 'address_proven_by_another',
      })
    })

    test('a session that had ended before keeps its reason', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, unproven())
      const session = someSession(id)
      await stores.here.sessions.open(session)
      await stores.here.sessions.end(session.id, 'signed_out', NOW)
      await claim(stores.here, id, proved(), 'ada@example.com')
      expect(await stores.here.sessions.find(session.id)).toMatchObject({
        endedAt: NOW,
        endReason: 'signed_out',
      })
    })

    test('the sessions of other users live on', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, unproven())
      const other = someSession(await createUser(stores.here))
      await stores.here.sessions.open(other)
      await claim(stores.here, id, proved(), 'ada@example.com')
      expect(await stores.here.sessions.find(other.id)).toEqual(other)
    })

    test('a verified address is not claimed, and nothing is dropped', async () => {
      await using stores = await openStores(kind)
      const owner = someIdentity({ address: addressOf('ada@example.com', true) })
      const id = await createUser(stores.here, owner)
      const session = someSession(id)
      await stores.here.sessions.open(session)
      expect(await claim(stores.here, id, proved(), 'ada@example.com')).toBe('changed')
      expect(await stores.here.accounts.findByIdentity(owner)).toMatchObject({ id })
      expect(await stores.here.sessions.find(session.id)).toEqual(session)
    })

    test('an identity with an owner claims nothing, and nothing is dropped', async () => {
      await using stores = await openStores(kind)
      const mallory = unproven()
      const id = await createUser(stores.here, mallory)
      const ada = proved()
      await createUser(stores.here, { ...ada, address: addressOf('ada@elsewhere.example', true) })
      expect(await claim(stores.here, id, ada, 'ada@example.com')).toBe('changed')
      expect(await stores.here.accounts.findByIdentity(mallory)).toMatchObject({ id, emailVerifiedAt: null })
    })

    test('of many claims at once, one succeeds and its identity is the only one', async () => {
      await using stores = await openStores(kind)
      const id = await createUser(stores.here, unproven())
      const outcomes = await atOnce(12, (index) =>
        claim(index % 2 === 0 ? stores.here : stores.elsewhere, id, proved(), 'ada@example.com'),
      )
      expect(tally(outcomes)).toEqual({ claimed: 1, changed: 11 })
      expect(await countRows(stores.database, 'identities')).toBe(1)
    })

    test('a sign-in by the earlier identity at the same moment leaves it no session', async () => {
      await using stores = await openStores(kind)
      const signIn = (identity: VerifiedIdentity) =>
        stores.elsewhere.transaction(async ({ accounts, sessions }) => {
          const user = await accounts.findByIdentity(identity)
          if (user === undefined) return 'unknown'
          const outcome = await accounts.recordSignIn(user.id, identity, NOW)
          if (outcome === 'recorded') await sessions.open(someSession(user.id))
          return outcome
        })
      for (let round = 0; round < 15; round += 1) {
        const key = `round-${round}@example.com`
        const mallory = someIdentity({ address: addressOf(key, false) })
        const ada = someIdentity({ provider: 'corporate', address: addressOf(key, true) })
        const id = await createUser(stores.here, mallory)
        await Promise.all([
          signIn(mallory),
          signIn(mallory),
          claim(stores.here, id, ada, key),
          signIn(mallory),
          signIn(mallory),
        ])
        const live = await runSql(
          stores.database,
          `select id from sessions where user_id = '${id}' and ended_at is null`,
        )
        expect(live, `round ${round}`).toEqual([])
        expect(await signIn(mallory)).toBe('unknown')
      }
    })
  })
})
