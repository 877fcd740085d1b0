import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/model/time.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { atOnce, NOW, openStores, tally } from '../fixtures/stores.js'

const consume = (storage: Storage, key: string) =>
  storage.transaction(({ spentProofs }) => spentProofs.consumeOnce(key, NOW + HOUR))

describe.each(databaseKinds)('spent proofs on $name', (kind) => {
  test('a proof is used once, in whichever process', async () => {
    await using stores = await openStores(kind)
    expect(await consume(stores.here, 'proof')).toBe(true)
    expect(await consume(stores.here, 'proof')).toBe(false)
    expect(await consume(stores.elsewhere, 'proof')).toBe(false)
    expect(await consume(stores.elsewhere, 'another proof')).toBe(true)
  })

  test('of many uses at once one is the first', async () => {
    await using stores = await openStores(kind)
    const outcomes = await atOnce(50, (index) =>
      consume(index % 2 === 0 ? stores.here : stores.elsewhere, 'proof'),
    )
    expect(tally(outcomes.map(String))).toEqual({ true: 1, false: 49 })
  })

  test('a proof whose transaction failed may be used again', async () => {
    await using stores = await openStores(kind)
    const failing = stores.here.transaction(async ({ spentProofs }) => {
      expect(await spentProofs.consumeOnce('proof', NOW + HOUR)).toBe(true)
      throw new Error('refused for another reason')
    })
    await expect(failing).rejects.toThrow('refused for another reason')
    expect(await consume(stores.elsewhere, 'proof')).toBe(true)
  })

  test('whoever waits for a transaction that fails gets the proof', async () => {
    await using stores = await openStores(kind)
    const outcomes = await atOnce(10, (index) =>
      stores.here
        .transaction(async ({ spentProofs }) => {
          const first = await spentProofs.consumeOnce('proof', NOW + HOUR)
          if (first && index < 5) throw new Error('fails')
          return first
        })
        .catch(() => 'failed'),
    )
    expect(outcomes.filter((outcome) => outcome === true)).toHaveLength(1)
  })

  test('every process knows that a proof was used, once the transaction is committed', async () => {
    await using stores = await openStores(kind)
    expect(await stores.here.spentProofs.isSpent('proof')).toBe(false)
    await stores.here.transaction(async ({ spentProofs }) => {
      await spentProofs.consumeOnce('proof', NOW)
      expect(await spentProofs.isSpent('proof')).toBe(true)
      expect(await stores.elsewhere.spentProofs.isSpent('proof')).toBe(false)
    })
    expect(await stores.elsewhere.spentProofs.isSpent('proof')).toBe(true)
    expect(await stores.elsewhere.spentProofs.isSpent('another')).toBe(false)
  })
})
