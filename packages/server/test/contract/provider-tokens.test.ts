import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { atOnce, createUser, NOW, openStores, someIdentity, tally } from '../fixtures/stores.js'

describe.each(databaseKinds)('tokens of providers on $name', (kind) => {
  const openWithTokens = async (sealed = 'sealed.v1.one') => {
    const stores = await openStores(kind)
    const identity = someIdentity()
    const id = await createUser(stores.here, identity)
    await stores.here.transaction(({ providerTokens }) => providerTokens.keep(identity, sealed, NOW))
    return { stores, identity, id }
  }

  test('are found by their identity, elsewhere too', async () => {
    const { stores, identity, id } = await openWithTokens()
    await using _ = stores
    expect(await stores.elsewhere.providerTokens.find(identity)).toBe('sealed.v1.one')
    expect(await stores.elsewhere.providerTokens.find(someIdentity())).toBeUndefined()
    expect(await stores.elsewhere.accounts.listIdentities(id)).toMatchObject([{ tokensKept: true }])
  })

  test('take the place of those before', async () => {
    const { stores, identity } = await openWithTokens()
    await using _ = stores
    await stores.here.transaction(({ providerTokens }) => providerTokens.keep(identity, 'sealed.v1.two', NOW))
    expect(await stores.here.providerTokens.find(identity)).toBe('sealed.v1.two')
    expect(await countRows(stores.database, 'provider_tokens')).toBe(1)
  })

  test('belong to an identity that is there', async () => {
    await using stores = await openStores(kind)
    const orphan = stores.here.transaction(({ providerTokens }) =>
      providerTokens.keep(someIdentity(), 'sealed.v1.one', NOW),
    )
    await expect(orphan).rejects.toThrow()
  })

  test('go with the identity, and with the user', async () => {
    const { stores, identity, id } = await openWithTokens()
    await using _ = stores
    await stores.here.transaction(({ accounts }) => accounts.unlinkIdentity(id, identity, NOW))
    expect(await countRows(stores.database, 'provider_tokens')).toBe(0)
    const other = await openWithTokens()
    await using __ = other.stores
    await other.stores.here.transaction(({ accounts }) => accounts.delete(other.id))
    expect(await countRows(other.stores.database, 'provider_tokens')).toBe(0)
  })

  test('of those who replace them at once one does', async () => {
    const { stores, identity } = await openWithTokens()
    await using _ = stores
    const outcomes = await atOnce(10, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).providerTokens.replace(
        identity,
        { from: 'sealed.v1.one', to: `sealed.v1.new-${index}` },
        NOW,
      ),
    )
    expect(tally(outcomes)).toEqual({ replaced: 1, changed: 9 })
    expect(await stores.here.providerTokens.find(identity)).toMatch(/^sealed\.v1\.new-/)
  })

  test('of all who want to refresh them one may, until it is released or its time is over', async () => {
    const { stores, identity } = await openWithTokens()
    await using _ = stores
    const { here, elsewhere } = stores
    const until = NOW + 15_000
    const claimAt = (now: number, sealed = 'sealed.v1.one') =>
      elsewhere.providerTokens.claim(identity, sealed, { until: now + 15_000, now })
    const outcomes = await atOnce(10, (index) =>
      (index % 2 === 0 ? here : elsewhere).providerTokens.claim(identity, 'sealed.v1.one', {
        until,
        now: NOW,
      }),
    )
    expect(tally(outcomes)).toEqual({ claimed: 1, held: 9 })
    expect(await claimAt(until - 1)).toBe('held')
    expect(await claimAt(NOW, 'sealed.v1.other')).toBe('changed')
    await here.providerTokens.release(identity, until - 1)
    expect(await claimAt(NOW)).toBe('held')
    expect(await claimAt(until)).toBe('claimed')
    // Who was too slow ends nobody else's.
    await here.providerTokens.release(identity, until)
    expect(await claimAt(until)).toBe('held')
    await here.providerTokens.release(identity, until + 15_000)
    expect(await claimAt(NOW)).toBe('claimed')
  })

  test('may be claimed again once they are others, and not because somebody has signed in', async () => {
    const { stores, identity } = await openWithTokens()
    await using _ = stores
    const { providerTokens } = stores.here
    const given = { until: NOW + 15_000, now: NOW }
    await providerTokens.claim(identity, 'sealed.v1.one', given)
    await stores.here.transaction((inside) => inside.providerTokens.keep(identity, 'sealed.v1.two', NOW))
    expect(await providerTokens.claim(identity, 'sealed.v1.two', given)).toBe('held')
    await providerTokens.replace(identity, { from: 'sealed.v1.two', to: 'sealed.v1.three' }, NOW)
    expect(await providerTokens.claim(identity, 'sealed.v1.three', given)).toBe('claimed')
  })
})
