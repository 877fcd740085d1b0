import { describe, expect, test } from 'vitest'
import { MOST_STORED_PROVIDERS, type StoredProvider } from '../../src/ports/stored-providers.js'
import { databaseKinds } from '../fixtures/databases.js'
import { atOnce, NOW, openStores } from '../fixtures/stores.js'

const some = (given: Partial<StoredProvider> = {}): StoredProvider => ({
  id: 'corporate',
  kind: 'oidc',
  options: { issuer: 'https://sso.example', clientIds: ['us'], scopes: ['groups'] },
  sealedSecrets: 'sealed.v1.x',
  secretsSetAt: { clientSecret: NOW },
  enabled: true,
  version: 1,
  createdAt: NOW,
  updatedAt: NOW,
  ...given,
})

describe.each(databaseKinds)('providers that operators set on $name', (kind) => {
  test('are found by every process, as they were put, in the order of their ids', async () => {
    await using stores = await openStores(kind)
    const [second, first] = [some(), some({ id: 'apple', kind: 'apple', enabled: false, secretsSetAt: {} })]
    await stores.here.transaction(async ({ storedProviders }) => {
      await storedProviders.put(second)
      await storedProviders.put(first)
    })
    expect(await stores.elsewhere.storedProviders.list()).toEqual([first, second])
    expect(await stores.elsewhere.storedProviders.find('corporate')).toEqual(second)
    expect(await stores.elsewhere.storedProviders.find('Corporate')).toBeUndefined()
  })

  test('are replaced whole, and keep the time of their birth', async () => {
    await using stores = await openStores(kind)
    const after = some({ options: { clientIds: ['other'] }, version: 2, enabled: false, updatedAt: NOW + 1 })
    await stores.here.transaction(async ({ storedProviders }) => {
      await storedProviders.put(some())
      await storedProviders.put({ ...after, createdAt: NOW + 1 })
    })
    expect(await stores.here.storedProviders.list()).toEqual([after])
  })

  test('go once, and their id is free', async () => {
    await using stores = await openStores(kind)
    await stores.here.transaction(async ({ storedProviders }) => {
      await storedProviders.put(some())
      expect(await storedProviders.remove('corporate')).toBe('removed')
      expect(await storedProviders.remove('corporate')).toBe('unknown')
      await storedProviders.put(some({ createdAt: NOW + 5 }))
    })
    expect(await stores.here.storedProviders.find('corporate')).toMatchObject({ createdAt: NOW + 5 })
  })

  test('every change makes another revision, and one that was undone makes none', async () => {
    await using stores = await openStores(kind)
    const before = await stores.elsewhere.storedProviders.revision()
    const undone = stores.here.transaction(async ({ storedProviders }) => {
      await storedProviders.holdAll()
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await stores.elsewhere.storedProviders.revision()).toBe(before)
    await atOnce(6, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).transaction(async ({ storedProviders }) => {
        await storedProviders.holdAll()
        const { length } = await storedProviders.list()
        await storedProviders.put(some({ id: `p${length}` }))
      }),
    )
    expect(await stores.elsewhere.storedProviders.revision()).toBe(before + 6)
    // Each saw what the one before had put: nobody changes any while another does.
    expect(await stores.here.storedProviders.list()).toHaveLength(6)
  })

  test('a list has an end', async () => {
    await using stores = await openStores(kind)
    await stores.here.transaction(async ({ storedProviders }) => {
      for (let at = 0; at <= MOST_STORED_PROVIDERS; at += 1) await storedProviders.put(some({ id: `p${at}` }))
    })
    expect(await stores.here.storedProviders.list()).toHaveLength(MOST_STORED_PROVIDERS)
  })
})
