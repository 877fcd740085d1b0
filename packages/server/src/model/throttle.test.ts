import { describe, expect, test } from 'vitest'
import { pauseAfter, THROTTLES } from './throttle.js'
import { DAY, MINUTE, SECOND } from './time.js'

describe('the pause after an attempt', () => {
  const { accountOnNetwork, account, codeForAddress } = THROTTLES

  test('is none while attempts are free, then doubles up to the longest', () => {
    const pauses = Array.from({ length: 18 }, (_, index) => pauseAfter(index + 1, accountOnNetwork) / SECOND)
    expect(pauses).toEqual([0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  })

  test('stays the longest however often it is tried', () => {
    for (const count of [50, 100, 1_000, 1_000_000])
      expect(pauseAfter(count, accountOnNetwork)).toBe(15 * MINUTE)
  })

  test('leaves strangers everywhere no more than about a hundred guesses a day at one account', () => {
    let [attempts, elapsed] = [0, 0]
    while (elapsed < DAY) elapsed += pauseAfter(++attempts, account)
    expect(attempts).toBeGreaterThan(99)
    expect(attempts).toBeLessThan(100 + 10 + DAY / (15 * MINUTE) + 1)
  })

  test('keeps six digits from being guessed: eleven codes a day for an address', () => {
    expect(pauseAfter(10, codeForAddress)).toBe(0)
    expect(pauseAfter(11, codeForAddress)).toBe(DAY)
  })
})

test.each(Object.entries(THROTTLES))('%s remembers a pause for as long as it lasts', (_, policy) => {
  expect(policy.forgetAfter).toBeGreaterThanOrEqual(policy.longestPause)
})
