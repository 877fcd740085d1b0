import { describe, expect, test } from 'vitest'
import { THROTTLES, type Throttle } from '../../src/model/throttle.js'
import { DAY, HOUR, MINUTE, SECOND } from '../../src/model/time.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { atOnce, NOW, openStores, someThrottle, tally } from '../fixtures/stores.js'

const { free } = THROTTLES.accountOnNetwork

const take = async (storage: Storage, throttles: readonly Throttle[], now = NOW): Promise<string> =>
  (await storage.throttles.take(throttles, now)).outcome

/** An attempt that is not refused. @returns what it takes to undo it */
const count = async (storage: Storage, throttles: readonly Throttle[], now = NOW) => {
  const taken = await storage.throttles.take(throttles, now)
  if (taken.outcome === 'paused') throw new Error('the attempt of a test was refused')
  return taken.counted
}

/** Takes one after the other, each when the pause of the one before is over. @returns the moment of the last */
const takeMany = async (
  storage: Storage,
  throttle: Throttle,
  count: number,
  start = NOW,
): Promise<number> => {
  let now = start
  for (let taken = 0; taken < count; taken += 1) {
    const outcome = await storage.throttles.take([throttle], now)
    if (outcome.outcome === 'taken') continue
    now = outcome.until
    if ((await take(storage, [throttle], now)) !== 'taken') throw new Error('the pause did not end')
  }
  return now
}

describe.each(databaseKinds)('throttles on $name', (kind) => {
  const countOf = async (stores: { database: Parameters<typeof runSql>[0] }, { name, key }: Throttle) => {
    const [row] = await runSql(stores.database, `select count from throttles where key = '${name}:${key}'`)
    return row?.['count'] ?? 0
  }

  describe('take', () => {
    test('the first attempts cost nothing, the one after them begins a pause, and each after that doubles it', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      for (let taken = 0; taken <= free; taken += 1)
        expect(await take(taken % 2 === 0 ? stores.here : stores.elsewhere, [throttle])).toBe('taken')
      let now = NOW
      for (const pause of [1, 2, 4, 8].map((seconds) => seconds * SECOND)) {
        const refused = { outcome: 'paused', until: now + pause }
        expect(await stores.here.throttles.take([throttle], now)).toEqual(refused)
        expect(await stores.elsewhere.throttles.take([throttle], now + pause - 1)).toEqual(refused)
        now += pause
        expect(await take(stores.elsewhere, [throttle], now)).toBe('taken')
      }
    })

    test('a thousand at once are a thousand: those that are free, and the one that begins the pause', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      const outcomes = await atOnce(1_000, (index) =>
        take(index % 2 === 0 ? stores.here : stores.elsewhere, [throttle]),
      )
      expect(tally(outcomes)).toEqual({ taken: free + 1, paused: 1_000 - free - 1 })
    })

    test('many who share some counters and name them in any order do not wait for each other for ever', async () => {
      await using stores = await openStores(kind)
      const shared = [someThrottle('account'), someThrottle('network'), someThrottle('device')]
      const outcomes = await atOnce(10, (index) =>
        take(index % 2 === 0 ? stores.here : stores.elsewhere, index % 4 < 2 ? shared : shared.toReversed()),
      )
      expect(tally(outcomes)).toEqual({ taken: 10 })
      for (const throttle of shared) expect(await countOf(stores, throttle)).toBe(10)
    })

    test('the first that is in its pause refuses, and what is refused is counted nowhere', async () => {
      await using stores = await openStores(kind)
      const [before, paused, after] = [someThrottle('account'), someThrottle(), someThrottle('network')]
      await atOnce(free + 1, () => take(stores.here, [paused]))
      const outcome = await stores.here.throttles.take([before, paused, after], NOW)
      expect(outcome).toEqual({ outcome: 'paused', until: NOW + SECOND })
      expect(await countOf(stores, before)).toBe(0)
      expect(await countOf(stores, paused)).toBe(free + 1)
      expect(await countOf(stores, after)).toBe(0)
    })

    test('an attempt that is refused makes no pause longer', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      await atOnce(free + 1, () => take(stores.here, [throttle]))
      await atOnce(50, () => take(stores.here, [throttle], NOW + SECOND - 1))
      expect(await take(stores.here, [throttle], NOW + SECOND)).toBe('taken')
    })

    test('the longest pause is the longest', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      const now = await takeMany(stores.here, throttle, free + 14)
      expect(await stores.here.throttles.take([throttle], now)).toEqual({
        outcome: 'paused',
        until: now + 15 * MINUTE,
      })
    })

    test('after long enough without an attempt everything is forgotten, and not a moment sooner', async () => {
      await using stores = await openStores(kind)
      const [early, late] = [someThrottle('network'), someThrottle('network')]
      for (const throttle of [early, late])
        for (let taken = 0; taken < THROTTLES.network.free; taken += 1) await take(stores.here, [throttle])
      await take(stores.here, [early], NOW + 1 * HOUR - 1)
      expect(await take(stores.here, [early], NOW + 1 * HOUR - 1)).toBe('paused')
      for (let taken = 0; taken < THROTTLES.network.free; taken += 1)
        await take(stores.here, [late], NOW + 1 * HOUR)
      expect(await countOf(stores, late)).toBe(THROTTLES.network.free)
    })

    test('codes that were wrong too often stop for a day, and then there are as many again', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle('codeForAddress')
      for (let taken = 0; taken <= THROTTLES.codeForAddress.free; taken += 1)
        await take(stores.here, [throttle])
      expect(await take(stores.here, [throttle], NOW + 1 * DAY - 1)).toBe('paused')
      for (let taken = 0; taken <= THROTTLES.codeForAddress.free; taken += 1)
        expect(await take(stores.here, [throttle], NOW + 1 * DAY)).toBe('taken')
      expect(await take(stores.here, [throttle], NOW + 1 * DAY)).toBe('paused')
    })

    test('one key under two names is two counters', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      await atOnce(free + 1, () => take(stores.here, [throttle]))
      expect(await take(stores.here, [{ ...throttle, name: 'device' }])).toBe('taken')
    })

    test('nothing to count refuses nobody', async () => {
      await using stores = await openStores(kind)
      expect(await take(stores.here, [])).toBe('taken')
      expect(await countRows(stores.database, 'throttles')).toBe(0)
    })
  })

  describe('forgive', () => {
    test('what is reset starts again from nothing', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      await atOnce(free + 1, () => take(stores.here, [throttle]))
      await stores.elsewhere.throttles.forgive({ reset: [throttle], undo: [] })
      const outcomes = await atOnce(free + 5, () => take(stores.here, [throttle]))
      expect(tally(outcomes)).toEqual({ taken: free + 1, paused: 4 })
    })

    test('what is undone counts one less, and no other counter changes', async () => {
      await using stores = await openStores(kind)
      const [undone, other] = [someThrottle('network'), someThrottle('network')]
      for (let taken = 0; taken < 2; taken += 1) await take(stores.here, [undone, other])
      const counted = await count(stores.here, [undone, other])
      await stores.elsewhere.throttles.forgive({ reset: [], undo: counted.slice(0, 1) })
      expect(await countOf(stores, undone)).toBe(2)
      expect(await countOf(stores, other)).toBe(3)
    })

    test('a pause goes with the attempt that began it', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      await atOnce(free, () => take(stores.here, [throttle]))
      const undo = await count(stores.here, [throttle])
      await stores.here.throttles.forgive({ reset: [], undo })
      expect(await take(stores.here, [throttle])).toBe('taken')
      expect(await take(stores.here, [throttle])).toBe('paused')
    })

    test('whoever is right holds up nobody, however many were wrong before', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      const now = await takeMany(stores.here, throttle, free + 3)
      for (let right = 0; right < 3; right += 1) {
        const undo = await count(stores.here, [throttle], now + MINUTE)
        await stores.here.throttles.forgive({ reset: [], undo })
      }
      expect(await take(stores.elsewhere, [throttle], now + MINUTE)).toBe('taken')
      expect(await take(stores.elsewhere, [throttle], now + MINUTE)).toBe('paused')
    })

    test('whoever is right does not make a counter remember longer', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      const now = await takeMany(stores.here, throttle, free + 3)
      const { forgetAfter } = THROTTLES[throttle.name]
      for (let passed = MINUTE; passed < forgetAfter; passed += forgetAfter / 4) {
        const undo = await count(stores.here, [throttle], now + passed)
        await stores.here.throttles.forgive({ reset: [], undo })
      }
      await take(stores.here, [throttle], now + forgetAfter)
      expect(await countOf(stores, throttle)).toBe(1)
    })

    test('a pause others have begun since stays', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      const now = await takeMany(stores.here, throttle, free + 1)
      const undo = await count(stores.here, [throttle], now + 10 * SECOND)
      await takeMany(stores.here, throttle, 1, now + MINUTE)
      await stores.here.throttles.forgive({ reset: [], undo })
      expect(await take(stores.here, [throttle], now + MINUTE)).toBe('paused')
    })

    test('a right one among many wrong ones in the same moment makes nothing forgotten', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle()
      const undo = await count(stores.here, [throttle])
      await atOnce(free - 1, () => take(stores.here, [throttle]))
      await stores.here.throttles.forgive({ reset: [], undo })
      await take(stores.here, [throttle])
      expect(await countOf(stores, throttle)).toBe(free)
    })

    test('nothing counts less than nothing', async () => {
      await using stores = await openStores(kind)
      const [unknown, once] = [someThrottle(), someThrottle()]
      const undo = await count(stores.here, [once])
      const [counted] = undo
      if (counted === undefined) throw new Error('nothing was counted')
      for (let undone = 0; undone < 3; undone += 1)
        await stores.here.throttles.forgive({ reset: [], undo: [{ ...counted, throttle: unknown }, ...undo] })
      const outcomes = await atOnce(free + 5, () => take(stores.here, [once]))
      expect(tally(outcomes)).toEqual({ taken: free + 1, paused: 4 })
      expect(await countOf(stores, unknown)).toBe(0)
    })

    test('attempts that are counted and undone in the same moment all count and all are undone, in any order', async () => {
      await using stores = await openStores(kind)
      const shared = [someThrottle('account'), someThrottle('network'), someThrottle('mailFromNetwork')]
      await atOnce(20, async (index) => {
        const storage = index % 2 === 0 ? stores.here : stores.elsewhere
        const undo = await count(storage, shared)
        await storage.throttles.forgive({ reset: [], undo: index % 4 < 2 ? undo : undo.toReversed() })
      })
      for (const throttle of shared) expect(await countOf(stores, throttle)).toBe(0)
    })

    test('those who reset a counter while others count never fail', async () => {
      await using stores = await openStores(kind)
      const throttle = someThrottle('account')
      const outcomes = await atOnce(40, async (index) => {
        const storage = index % 2 === 0 ? stores.here : stores.elsewhere
        if (index % 4 < 2) return take(storage, [throttle])
        await storage.throttles.forgive({ reset: [throttle], undo: [] })
        return 'reset'
      })
      expect(tally(outcomes)).toEqual({ taken: 20, reset: 20 })
    })

    test('nothing to forgive is nothing to do', async () => {
      await using stores = await openStores(kind)
      await stores.here.throttles.forgive({ reset: [], undo: [] })
      expect(await countRows(stores.database, 'throttles')).toBe(0)
    })
  })
})
