import { expect, test } from 'vitest'
import { pauseAfterFailures } from './push-schedule.js'
import { HOUR, SECOND } from './time.js'

test('a receiver is given twice as long after each failure, and never more than an hour', () => {
  expect([1, 2, 3, 12].map((failures) => pauseAfterFailures(failures, 1))).toEqual([
    1 * SECOND,
    2 * SECOND,
    4 * SECOND,
    2_048 * SECOND,
  ])
  expect([13, 1_000, 5_000].map((failures) => pauseAfterFailures(failures, 1))).toEqual([HOUR, HOUR, HOUR])
})

test('chance takes half of it away at most', () => {
  expect([0, 0.5, 1].map((chance) => pauseAfterFailures(3, chance))).toEqual([2_000, 3_000, 4_000])
})
