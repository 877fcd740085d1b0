import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { retiredBy, signingNow } from './signing-schedule.js'

const first = { sequence: 1, signsFrom: 1_000 }
const second = { sequence: 2, signsFrom: 2_000 }
const third = { sequence: 3, signsFrom: 3_000 }
const keys = [second, third, first]

describe('signingNow', () => {
  test.each([
    ['before the second has come to sign', 1_999, first],
    ['from the moment the second signs', 2_000, second],
    ['when all have come to sign', 9_999, third],
    ['by a clock so far behind that none has', 0, first],
  ])('%s', (_, now, expected) => {
    expect(signingNow(keys, now)).toBe(expected)
  })

  test('is nobody when there is no key', () => {
    expect(signingNow([], 1_000)).toBeUndefined()
  })

  test('is the newest that may sign, though an older one is still waiting for its time', () => {
    const urgent = { sequence: 3, signsFrom: 1_500 }
    expect(signingNow([first, second, urgent], 1_500)).toBe(urgent)
    expect(signingNow([first, second, urgent], 2_500)).toBe(urgent)
  })
})

describe('retiredBy', () => {
  test('a key retires when the last token it signed has died', () => {
    expect(retiredBy(keys, 2_000 + 600, 600)).toEqual([])
    expect(retiredBy(keys, 2_000 + 601, 600)).toEqual([first])
    expect(retiredBy(keys, 3_000 + 601, 600)).toEqual([first, second])
  })

  test('the newest key never retires', () => {
    expect(retiredBy([third], Number.MAX_SAFE_INTEGER, 0)).toEqual([])
  })

  test('no key retires that signs now, or whose tokens may still live', () => {
    const someKeys = fc.uniqueArray(
      fc.record({ sequence: fc.integer({ min: 1, max: 9 }), signsFrom: fc.nat({ max: 500 }) }),
      {
        selector: ({ sequence }) => sequence,
        minLength: 1,
      },
    )
    fc.assert(
      fc.property(someKeys, fc.nat({ max: 1_000 }), fc.integer({ min: 1, max: 100 }), (all, now, life) => {
        const retired = retiredBy(all, now, life)
        // Whatever signed within the life of a token must still be there to verify it.
        for (let moment = Math.max(0, now - life); moment <= now; moment += 1) {
          const signer = signingNow(all, moment)
          const waits = signer !== undefined && signer.signsFrom > moment
          if (signer !== undefined && !waits) expect(retired).not.toContain(signer)
        }
      }),
    )
  })
})
