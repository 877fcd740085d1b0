import { describe, expect, test } from 'vitest'
import { newSignUpId } from '../../src/model/ids.js'
import { SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { atOnce, NOW, openStores, someSignUp, tally } from '../fixtures/stores.js'

const LIMIT = 5
const nobodys = newSignUpId(NOW, '0123456789abcdef0123')

describe.each(databaseKinds)('sign-ups on $name', (kind) => {
  test('a sign-up is read back as it was added', async () => {
    await using stores = await openStores(kind)
    const first = someSignUp({ remember: true, profile: { company: 'A', nested: { list: [1, '\u0000'] } } })
    const second = someSignUp({ name: null, profile: {} })
    for (const signUp of [first, second]) await stores.here.signUps.add(signUp)
    expect(await stores.elsewhere.signUps.find(first.id)).toEqual(first)
    expect(await stores.elsewhere.signUps.find(second.id)).toEqual(second)
    expect(await stores.here.signUps.find(nobodys)).toBeUndefined()
  })

  test('it comes and goes with its transaction', async () => {
    await using stores = await openStores(kind)
    const signUp = someSignUp()
    const failing = stores.here.transaction(async ({ signUps }) => {
      await signUps.add(signUp)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await stores.here.signUps.find(signUp.id)).toBeUndefined()
    await stores.here.transaction(({ signUps }) => signUps.add(signUp))
    expect(await stores.here.signUps.find(signUp.id)).toEqual(signUp)
  })

  describe('findNewest', () => {
    test('the newest of an address, however it was spelled, that has not expired', async () => {
      await using stores = await openStores(kind)
      const older = someSignUp({ email: 'ADA@example.com' })
      const newer = someSignUp({ createdAt: NOW + 1, expiresAt: NOW + 10 * SECOND })
      const another = someSignUp({ emailKey: 'grace@example.com', createdAt: NOW + 2 })
      for (const signUp of [newer, another, older]) await stores.here.signUps.add(signUp)
      const newestAt = (now: number) => stores.elsewhere.signUps.findNewest('ada@example.com', now)
      expect(await newestAt(NOW + 10 * SECOND - 1)).toEqual(newer)
      expect(await newestAt(NOW + 10 * SECOND)).toEqual(older)
      expect(await newestAt(older.expiresAt)).toBeUndefined()
    })
  })

  describe('countCode', () => {
    test('counts up to the limit, whoever counts', async () => {
      await using stores = await openStores(kind)
      const signUp = someSignUp()
      await stores.here.signUps.add(signUp)
      const outcomes = await atOnce(50, (index) =>
        (index % 2 === 0 ? stores.here : stores.elsewhere).signUps.countCode(signUp.id, LIMIT),
      )
      expect(tally(outcomes)).toEqual({ counted: LIMIT, spent: 45 })
      expect(await stores.here.signUps.find(signUp.id)).toMatchObject({ wrongCodes: LIMIT })
    })

    test('counts each sign-up for itself, and nothing for one that is not there', async () => {
      await using stores = await openStores(kind)
      const [first, second] = [someSignUp({ wrongCodes: LIMIT }), someSignUp()]
      for (const signUp of [first, second]) await stores.here.signUps.add(signUp)
      expect(await stores.here.signUps.countCode(first.id, LIMIT)).toBe('spent')
      expect(await stores.here.signUps.countCode(second.id, LIMIT)).toBe('counted')
      expect(await stores.here.signUps.countCode(nobodys, LIMIT)).toBe('spent')
    })
  })

  describe('consume', () => {
    test('of many who confirm at once one gets the sign-up', async () => {
      await using stores = await openStores(kind)
      const signUp = someSignUp()
      await stores.here.signUps.add(signUp)
      const taken = await atOnce(20, (index) => {
        const storage = index % 2 === 0 ? stores.here : stores.elsewhere
        if (index % 4 < 2) return storage.signUps.consume(signUp.id, NOW)
        return storage.transaction(({ signUps }) => signUps.consume(signUp.id, NOW))
      })
      expect(taken.filter((found) => found !== undefined)).toEqual([signUp])
      expect(await stores.here.signUps.find(signUp.id)).toBeUndefined()
    })

    test('what was taken in a transaction that fails is there again', async () => {
      await using stores = await openStores(kind)
      const signUp = someSignUp()
      await stores.here.signUps.add(signUp)
      const failing = stores.here.transaction(async ({ signUps }) => {
        await signUps.consume(signUp.id, NOW)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await stores.elsewhere.signUps.consume(signUp.id, NOW)).toEqual(signUp)
    })

    test('nobody gets one that has expired, nor one that is not there', async () => {
      await using stores = await openStores(kind)
      const signUp = someSignUp()
      await stores.here.signUps.add(signUp)
      expect(await stores.here.signUps.consume(signUp.id, signUp.expiresAt)).toBeUndefined()
      expect(await stores.here.signUps.consume(nobodys, NOW)).toBeUndefined()
      expect(await stores.here.signUps.consume(signUp.id, signUp.expiresAt - 1)).toEqual(signUp)
    })
  })
})
