import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/time.js'
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

describe.each(databaseKinds)('identities of an account on $name', (kind) => {
  const open = async () => {
    const stores = await openStores(kind)
    const { address: _, ...identity } = someIdentity()
    return { stores, first: identity, id: await createUser(stores.here, identity) }
  }

  test('one that is linked leads to the user, with what its provider tells', async () => {
    const { stores, first, id } = await open()
    await using _ = stores
    const second = someIdentity({
      provider: 'corporate',
      name: 'Ada',
      address: addressOf('ada@example.com', true),
    })
    const outcome = await stores.here.transaction(({ accounts }) => accounts.linkIdentity(id, second, LATER))
    expect(outcome).toBe('linked')
    expect(await stores.elsewhere.accounts.findByIdentity(second)).toMatchObject({
      id,
      name: 'Ada',
      email: 'ada@example.com',
      emailVerifiedAt: LATER,
    })
    expect(await stores.here.accounts.listIdentities(id)).toEqual([
      {
        provider: first.provider,
        subject: first.subject,
        email: null,
        name: null,
        createdAt: NOW,
        lastUsedAt: NOW,
        tokensKept: false,
      },
      {
        provider: 'corporate',
        subject: second.subject,
        email: 'ada@example.com',
        name: 'Ada',
        createdAt: LATER,
        lastUsedAt: LATER,
        tokensKept: false,
      },
    ])
  })

  test('one whose address another has proved is linked, and the address stays the other’s', async () => {
    const { stores, id } = await open()
    await using _ = stores
    const address = addressOf('grace@example.com', true)
    const holder = await createUser(stores.here, someIdentity({ address }))
    const second = someIdentity({ provider: 'corporate', address })
    await stores.here.transaction(({ accounts }) => accounts.linkIdentity(id, second, LATER))
    expect(await stores.here.accounts.findByProvenAddress(address.key)).toMatchObject({ id: holder })
    expect(await stores.here.accounts.findById(id)).toMatchObject({ emailVerifiedAt: null })
  })

  test('one that is linked already stays, another’s is not taken', async () => {
    const { stores, first, id } = await open()
    await using _ = stores
    const other = await createUser(stores.here)
    const link = (owner: typeof id) =>
      stores.here.transaction(({ accounts }) => accounts.linkIdentity(owner, first, LATER))
    expect(await link(id)).toBe('already_linked')
    expect(await link(other)).toBe('taken')
    expect(await link(someUserId())).toBe('unknown')
    expect(await stores.here.accounts.findByIdentity(first)).toMatchObject({ id })
  })

  test('one that two users link at once becomes one’s', async () => {
    await using stores = await openStores(kind)
    const ids = [await createUser(stores.here), await createUser(stores.here)]
    const shared = someIdentity({ provider: 'corporate' })
    const outcomes = await atOnce(8, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).transaction(({ accounts }) =>
        accounts.linkIdentity(ids[index % 2] ?? someUserId(), shared, LATER),
      ),
    )
    expect(tally(outcomes)).toEqual({ linked: 1, already_linked: 3, taken: 4 })
  })

  test('one that is unlinked leads nowhere, and is unlinked once', async () => {
    const { stores, first, id } = await open()
    await using _ = stores
    const outcomes = await atOnce(4, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).transaction(({ accounts }) =>
        accounts.unlinkIdentity(id, first, NOW),
      ),
    )
    expect(tally(outcomes)).toEqual({ unlinked: 1, unknown: 3 })
    expect(await stores.here.accounts.findByIdentity(first)).toBeUndefined()
    expect(await stores.here.accounts.findById(id)).toMatchObject({ id })
  })

  test('another’s is not unlinked', async () => {
    const { stores, first } = await open()
    await using _ = stores
    const other = await createUser(stores.here)
    const outcome = await stores.here.transaction(({ accounts }) =>
      accounts.unlinkIdentity(other, first, NOW),
    )
    expect(outcome).toBe('unknown')
    expect(await countRows(stores.database, 'identities')).toBe(2)
  })
})
