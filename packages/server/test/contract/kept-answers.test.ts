import { describe, expect, test } from 'vitest'
import type { RequestClaim } from '../../src/ports/kept-answers.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { atOnce, NOW, openStores, tally } from '../fixtures/stores.js'

const claim = (name: string, key = 'key'): RequestClaim => ({ key, claim: name })
const ANSWER = { status: 201, sealed: 'sealed.v1.text' }
const LEASE = NOW + 60_000
const DAY_LATER = NOW + 86_400_000

describe.each(databaseKinds)('answers that are kept on $name', (kind) => {
  test('of many attempts at once one works, and the others are told so', async () => {
    await using stores = await openStores(kind)
    const begun = await atOnce(8, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).keptAnswers.begin(
        claim(String(index)),
        'hash',
        NOW,
        LEASE,
      ),
    )
    expect(tally(begun.map(({ outcome }) => outcome))).toEqual({ begun: 1, under_way: 7 })
  })

  test('the same request gets the same answer, another one is refused', async () => {
    await using stores = await openStores(kind)
    await stores.here.keptAnswers.begin(claim('a'), 'hash', NOW, LEASE)
    const settled = await stores.here.transaction(({ keptAnswers }) =>
      keptAnswers.settle(claim('a'), ANSWER, DAY_LATER),
    )
    expect(settled).toBe('settled')
    const again = stores.elsewhere.keptAnswers
    expect(await again.begin(claim('b'), 'hash', NOW, LEASE)).toEqual({ outcome: 'answered', answer: ANSWER })
    expect(await again.begin(claim('b'), 'other', NOW, LEASE)).toEqual({ outcome: 'other_request' })
    expect(await again.begin(claim('b', 'other key'), 'other', NOW, LEASE)).toEqual({ outcome: 'begun' })
    expect(await again.begin(claim('c'), 'other', DAY_LATER, DAY_LATER + 1)).toEqual({ outcome: 'begun' })
  })

  test('an answer that is rolled back was never given', async () => {
    await using stores = await openStores(kind)
    await stores.here.keptAnswers.begin(claim('a'), 'hash', NOW, LEASE)
    const work = stores.here.transaction(async ({ keptAnswers }) => {
      await keptAnswers.settle(claim('a'), ANSWER, DAY_LATER)
      throw new Error('taken back')
    })
    await expect(work).rejects.toThrow('taken back')
    expect(await stores.here.keptAnswers.begin(claim('b'), 'hash', NOW, LEASE)).toEqual({
      outcome: 'under_way',
    })
  })

  test('an attempt that was given up makes room, and an answer is not given up any more', async () => {
    await using stores = await openStores(kind)
    const { keptAnswers } = stores.here
    await keptAnswers.begin(claim('a'), 'hash', NOW, LEASE)
    await keptAnswers.giveUp(claim('b'))
    expect(await keptAnswers.begin(claim('b'), 'hash', NOW, LEASE)).toEqual({ outcome: 'under_way' })
    await keptAnswers.giveUp(claim('a'))
    expect(await keptAnswers.begin(claim('b'), 'hash', NOW, LEASE)).toEqual({ outcome: 'begun' })
    await stores.here.transaction((those) => those.keptAnswers.settle(claim('b'), ANSWER, DAY_LATER))
    await keptAnswers.giveUp(claim('b'))
    expect(await keptAnswers.begin(claim('c'), 'hash', NOW, LEASE)).toMatchObject({ outcome: 'answered' })
  })

  test('an attempt that said nothing for too long changes nothing any more', async () => {
    await using stores = await openStores(kind)
    await stores.here.keptAnswers.begin(claim('slow'), 'hash', NOW, LEASE)
    expect(await stores.here.keptAnswers.begin(claim('next'), 'hash', LEASE - 1, LEASE)).toEqual({
      outcome: 'under_way',
    })
    expect(await stores.here.keptAnswers.begin(claim('next'), 'hash', LEASE, LEASE + 1)).toEqual({
      outcome: 'begun',
    })
    const late = await stores.here.transaction((those) =>
      those.keptAnswers.settle(claim('slow'), ANSWER, DAY_LATER),
    )
    expect(late).toBe('lost')
  })

  test('they are swept when their time is over', async () => {
    await using stores = await openStores(kind)
    await stores.here.keptAnswers.begin(claim('a'), 'hash', NOW, LEASE)
    await stores.here.sweep(LEASE)
    expect(await countRows(stores.database, 'kept_answers')).toBe(1)
    await stores.here.sweep(LEASE + 1)
    expect(await countRows(stores.database, 'kept_answers')).toBe(0)
  })
})
