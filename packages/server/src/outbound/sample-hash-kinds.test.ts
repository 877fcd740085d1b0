import { describe, expect, test } from 'vitest'
import { newUserId } from '../model/ids.js'
import type { RunOfHashes, StoredHash, StoredHashes } from '../ports/stored-hashes.js'
import { sampleHashKinds } from './sample-hash-kinds.js'

const KEY = 'mwu7947YAjQ2Scfh65QVP3zBt82TELCa0enk7id+67A'
const django = (iterations: number): string => `pbkdf2_sha256$${iterations}$sea$${KEY}=`
const OURS = `$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$${KEY}`

/** As many users as there are hashes, in order. */
const storeOf = (count: number, hashOf: (index: number) => string) => {
  const runs: RunOfHashes[] = []
  const users: readonly StoredHash[] = Array.from({ length: count }, (_, index) => ({
    userId: newUserId(index, '0'.repeat(20)),
    hash: hashOf(index),
  }))
  const store: StoredHashes = {
    readRun: async (run) => {
      runs.push(run)
      const begin = users.findIndex(({ userId }) => userId === run.after) + 1 + run.skip
      return users.slice(begin, begin + run.limit)
    },
  }
  return { store, runs }
}

const countsOf = async (store: StoredHashes): Promise<Readonly<Record<string, number>>> =>
  Object.fromEntries((await sampleHashKinds(store)).map(({ derivation, count }) => [derivation.name, count]))

const PBKDF2 = 'pbkdf2 sha256 i=10 l=32'
const OURS_NAME = 'argon2id v=19 m=64 t=1 p=1 l=32'

describe('sampleHashKinds', () => {
  test('where there is nothing there are no kinds', async () => {
    expect(await countsOf(storeOf(0, () => '').store)).toEqual({})
  })

  test('each hash of a small database is counted, by what it costs', async () => {
    const { store } = storeOf(25_600, (index) => (index % 4 === 0 ? OURS : django(10)))
    expect(await countsOf(store)).toEqual({ [PBKDF2]: 19_200, [OURS_NAME]: 6_400 })
  })

  test('what cannot be checked is not counted', async () => {
    const none = ['', '!x', 'md5$a$b', 'unreadable', django(10_000_001)]
    const { store } = storeOf(6, (index) => none[index] ?? OURS)
    expect(await countsOf(store)).toEqual({ [OURS_NAME]: 1 })
  })

  test('of many a bounded number is read, from everywhere alike', async () => {
    // The older half was imported, then came a tenth with other parameters, then people of our own.
    const { store, runs } = storeOf(300_000, (index) =>
      index < 150_000 ? django(10) : index < 180_000 ? django(20) : OURS,
    )
    const counts = await countsOf(store)
    const total = Object.values(counts).reduce((sum, count) => sum + count)
    expect(total).toBeLessThanOrEqual(129 * 200)
    expect(total).toBeGreaterThan(64 * 200)
    const share = (name: string) => (counts[name] ?? 0) / total
    expect(share(PBKDF2)).toBeCloseTo(0.5, 1)
    expect(share('pbkdf2 sha256 i=20 l=32')).toBeCloseTo(0.1, 1)
    expect(share(OURS_NAME)).toBeCloseTo(0.4, 1)
    expect(runs.length).toBeLessThan(129 + 5 * 65)
    expect(new Set(runs.map(({ limit }) => limit))).toEqual(new Set([200]))
  })

  test('of many, runs at equal distances are counted', async () => {
    // Three hundred runs of two hundred: twice every second one was dropped.
    const { store } = storeOf(60_000, (index) => django(1 + (Math.floor(index / 200) % 4)))
    expect(await countsOf(store)).toEqual({ 'pbkdf2 sha256 i=1 l=32': 15_000 })
  })

  test('the same users are looked at each time', async () => {
    const { store } = storeOf(60_000, (index) => django(1 + (index % 7)))
    expect(await countsOf(store)).toEqual(await countsOf(store))
  })

  test('of a great many kinds the most frequent stay', async () => {
    const { store } = storeOf(600, (index) => (index < 300 ? OURS : django(index)))
    const kinds = await sampleHashKinds(store)
    expect(kinds).toHaveLength(64)
    expect(kinds[0]).toMatchObject({ derivation: { name: OURS_NAME }, count: 300 })
  })
})
