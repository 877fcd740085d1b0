import { expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, SECOND } from './time.js'
import { nextAttemptAfter } from './webhook-schedule.js'

const NOW = 1_000_000
const pauseAfter = (attempts: number, chance = 0): number =>
  (nextAttemptAfter(attempts, { now: NOW, chance }) ?? 0) - NOW

test('an event is tried ten times in three to four days, and then no more', () => {
  const pauses = Array.from({ length: 9 }, (_, index) => pauseAfter(index + 1))
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b))
  expect(pauses[0]).toBe(5 * SECOND)
  const together = pauses.reduce((sum, pause) => sum + pause, 0)
  expect(together).toBeGreaterThan(3 * DAY)
  expect(together * 1.2).toBeLessThan(4 * DAY)
  expect(nextAttemptAfter(10, { now: NOW, chance: 0 })).toBeNull()
  expect(nextAttemptAfter(1_000, { now: NOW, chance: 0 })).toBeNull()
})

test('chance adds a fifth at most', () => {
  expect([0, 0.5, 1].map((chance) => pauseAfter(4, chance))).toEqual([2 * HOUR, 132 * MINUTE, 144 * MINUTE])
})
