import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { atOnce, NOW, openStores, someClient, tally } from '../fixtures/stores.js'

describe.each(databaseKinds)('clients on $name', (kind) => {
  test('a client that was added is found and listed by every process', async () => {
    await using stores = await openStores(kind)
    const second = someClient({ id: 'b', secretHashes: ['current', 'previous'], scopes: [] })
    const first = someClient({ id: 'a', type: 'public', secretHashes: [], grants: ['refresh_token'] })
    expect(await stores.here.clients.add(second, NOW)).toBe('added')
    expect(await stores.here.clients.add(first, NOW)).toBe('added')
    expect(await stores.elsewhere.clients.find('b')).toEqual(second)
    expect(await stores.elsewhere.clients.list()).toEqual([first, second])
  })

  test('the id of a client is compared exactly', async () => {
    await using stores = await openStores(kind)
    await stores.here.clients.add(someClient({ id: 'web' }), NOW)
    for (const id of ['Web', 'web ', 'we', 'web%', "web' or '1'='1", '']) {
      expect(await stores.here.clients.find(id), id).toBeUndefined()
    }
  })

  test('an id that is taken keeps its client', async () => {
    await using stores = await openStores(kind)
    const client = someClient({ id: 'web' })
    await stores.here.clients.add(client, NOW)
    expect(await stores.here.clients.add(someClient({ id: 'web', secretHashes: ['of another'] }), NOW)).toBe(
      'taken',
    )
    expect(await stores.here.clients.find('web')).toEqual(client)
  })

  test('of many that add one id at once, one adds it', async () => {
    await using stores = await openStores(kind)
    const outcomes = await atOnce(20, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).clients.add(someClient({ id: 'web' }), NOW),
    )
    expect(tally(outcomes)).toEqual({ added: 1, taken: 19 })
  })

  test('a client that was removed is found no more, by any process, and its id is free', async () => {
    await using stores = await openStores(kind)
    const client = someClient({ id: 'web' })
    await stores.here.clients.add(client, NOW)
    expect(await stores.elsewhere.clients.find('web')).toEqual(client)
    expect(await stores.here.clients.remove('web')).toBe('removed')
    expect(await stores.elsewhere.clients.find('web')).toBeUndefined()
    expect(await stores.here.clients.remove('web')).toBe('unknown')
    expect(await stores.here.clients.add(client, NOW)).toBe('added')
  })

  test('what a public client brings as a secret is not kept', async () => {
    await using stores = await openStores(kind)
    await stores.here.clients.add(someClient({ id: 'mobile', type: 'public', secretHashes: ['hash'] }), NOW)
    expect(await stores.here.clients.find('mobile')).toMatchObject({ type: 'public', secretHashes: [] })
  })
})
