import { expect, test } from 'vitest'
import { nextMailAttempt } from './mail.js'
import { DAY, HOUR, MINUTE, SECOND } from './time.js'

const NOW = Date.UTC(2026, 10, 21)
const pauseAfter = (attempts: number): number => (nextMailAttempt(attempts, NOW) ?? Number.NaN) - NOW

test('a message is tried again soon at first, later every hour', () => {
  expect([1, 2, 3, 8, 9, 10, 39].map(pauseAfter)).toEqual([
    15 * SECOND,
    30 * SECOND,
    1 * MINUTE,
    32 * MINUTE,
    HOUR,
    HOUR,
    HOUR,
  ])
})

test('a message is given up after more than a day, and after no more than two', () => {
  let [attempts, elapsed] = [1, 0]
  for (; nextMailAttempt(attempts, NOW) !== undefined; attempts += 1) elapsed += pauseAfter(attempts)
  expect(elapsed).toBeGreaterThan(DAY)
  expect(elapsed).toBeLessThan(2 * DAY)
})
