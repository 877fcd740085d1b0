import { expect, it } from 'vitest'
import { pauseAfter } from './pauses.js'

const longest = () => 1
const shortest = () => 0

it('pauses double from a quarter of a second to half a minute', () => {
  expect([1, 2, 3, 7, 8, 50, 5_000].map((failures) => pauseAfter(failures, undefined, longest))).toEqual([
    250, 500, 1_000, 16_000, 30_000, 30_000, 30_000,
  ])
})

it('chance takes away up to half of a pause', () => {
  expect(pauseAfter(8, undefined, shortest)).toBe(15_000)
})

it('what a transmitter asks for is kept to, up to five minutes', () => {
  expect(pauseAfter(1, 60_000, longest)).toBe(60_000)
  expect(pauseAfter(1, 86_400_000, longest)).toBe(300_000)
  expect(pauseAfter(8, 1_000, longest)).toBe(30_000)
})
