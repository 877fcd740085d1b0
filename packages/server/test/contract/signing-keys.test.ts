import { describe, expect, test } from 'vitest'
import { makeFirstSigningKey } from '../../src/flows/make-first-signing-key.js'
import { nodeKeyFactory } from '../../src/outbound/node-key-factory.js'
import { nodeSecrets } from '../../src/outbound/node-secrets.js'
import { databaseKinds } from '../fixtures/databases.js'
import { atOnce, NOW, openStores, someSigningKey, tally } from '../fixtures/stores.js'

describe.each(databaseKinds)('signing keys on $name', (kind) => {
  test('keys are listed as they were added, in order of sequence', async () => {
    await using stores = await openStores(kind)
    expect(await stores.here.signingKeys.list()).toEqual([])
    const keys = [1, 2, 10].map((sequence) => someSigningKey({ sequence, signsFrom: NOW + sequence }))
    for (const key of keys.toReversed()) expect(await stores.here.signingKeys.add(key)).toBe('added')
    expect(await stores.elsewhere.signingKeys.list()).toEqual(keys)
  })

  test.each([
    ['sequence', { sequence: 1, kid: 'another' }],
    ['id', { sequence: 2, kid: 'first' }],
  ])('a key whose %s is taken is not added', async (_, deviation) => {
    await using stores = await openStores(kind)
    const first = someSigningKey({ kid: 'first' })
    await stores.here.signingKeys.add(first)
    expect(await stores.elsewhere.signingKeys.add(someSigningKey(deviation))).toBe('taken')
    expect(await stores.here.signingKeys.list()).toEqual([first])
  })

  test('of many that add the next key at once, one adds it', async () => {
    await using stores = await openStores(kind)
    const outcomes = await atOnce(20, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).signingKeys.add(someSigningKey()),
    )
    expect(tally(outcomes)).toEqual({ added: 1, taken: 19 })
    expect(await stores.here.signingKeys.list()).toHaveLength(1)
  })

  test('processes that make the first key at once make one, and later starts make none', async () => {
    await using stores = await openStores(kind)
    const keyFactory = nodeKeyFactory(nodeSecrets(['a-root-secret-of-a-test-0123456789abcdef']), 'ES256')
    const make = (index: number) => {
      const { signingKeys } = index % 2 === 0 ? stores.here : stores.elsewhere
      return makeFirstSigningKey({ signingKeys, keyFactory, clock: { now: () => NOW + index } })
    }
    await atOnce(10, make)
    const keys = await stores.here.signingKeys.list()
    expect(keys.map((key) => key.sequence)).toEqual([1])
    await make(0)
    expect(await stores.here.signingKeys.list()).toEqual(keys)
  })

  test('dropped keys are gone, and dropping them again does no harm', async () => {
    await using stores = await openStores(kind)
    const keys = [1, 2, 3].map((sequence) => someSigningKey({ sequence }))
    for (const key of keys) await stores.here.signingKeys.add(key)
    const dropped = keys.slice(0, 2).map((key) => key.kid)
    await stores.here.signingKeys.drop(dropped)
    await stores.elsewhere.signingKeys.drop([...dropped, 'never there'])
    expect(await stores.elsewhere.signingKeys.list()).toEqual(keys.slice(2))
  })
})
