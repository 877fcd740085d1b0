import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeShuffle, STATUS_LIST_SIZE, statusOf } from './status-index.js'

const hash = (text: string): string => createHash('sha256').update(text).digest('base64url')
const shuffle = makeShuffle(hash, 'seed')

test('every place of a list is given to exactly one session', () => {
  const taken = new Uint8Array(STATUS_LIST_SIZE)
  for (let place = 0; place < STATUS_LIST_SIZE; place += 1) {
    const index = shuffle(place)
    taken[index] = (taken[index] ?? 0) + 1
  }
  expect(taken.every((times) => times === 1)).toBe(true)
})

test('sessions that begin one after the other stand nowhere near each other', () => {
  const distances = Array.from({ length: 1_000 }, (_, place) => Math.abs(shuffle(place + 1) - shuffle(place)))
  // Two random places are a third of the list apart on average.
  const mean = distances.reduce((sum, one) => sum + one, 0) / distances.length
  expect(mean).toBeGreaterThan(STATUS_LIST_SIZE / 4)
  expect(mean).toBeLessThan(STATUS_LIST_SIZE / 2)
})

test('another seed gives other places, the same seed the same', () => {
  const [same, other] = [makeShuffle(hash, 'seed'), makeShuffle(hash, 'another')]
  const places = Array.from({ length: 100 }, (_, place) => place)
  expect(places.map(same)).toEqual(places.map(shuffle))
  expect(places.filter((place) => other(place) === shuffle(place)).length).toBeLessThan(3)
})

test('numbers run from list to list', () => {
  expect(statusOf(shuffle, 0)).toEqual({ list: 0, index: shuffle(0) })
  expect(statusOf(shuffle, STATUS_LIST_SIZE - 1)).toEqual({ list: 0, index: shuffle(STATUS_LIST_SIZE - 1) })
  expect(statusOf(shuffle, 3 * STATUS_LIST_SIZE + 7)).toEqual({ list: 3, index: shuffle(7) })
})
