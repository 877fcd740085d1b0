import { expect, test } from 'vitest'
import { createExpiringStore } from './expiring-store.js'

const store = (capacity: number) => {
  const clock = { now: 1_000 }
  return {
    clock,
    entries: createExpiringStore<string, number>({ lifetime: 10, capacity, now: () => clock.now }),
  }
}

test('a value is there until its time is up, and not at that instant', () => {
  const { clock, entries } = store(5)
  entries.put('a', 1)
  clock.now += 9
  expect(entries.read('a')).toBe(1)
  clock.now += 1
  expect(entries.read('a')).toBeUndefined()
  expect(entries.take('a')).toBeUndefined()
})

test('a value is taken once', () => {
  const { entries } = store(5)
  entries.put('a', 1)
  expect([entries.take('a'), entries.take('a')]).toEqual([1, undefined])
})

test('a full store lets the oldest go', () => {
  const { entries } = store(2)
  for (const [index, key] of ['a', 'b', 'c'].entries()) entries.put(key, index)
  expect(['a', 'b', 'c'].map(entries.read)).toEqual([undefined, 1, 2])
})

test('an expired value makes room before a living one must', () => {
  const { clock, entries } = store(2)
  entries.put('a', 0)
  clock.now += 5
  entries.put('b', 1)
  clock.now += 5
  entries.put('c', 2)
  expect(['a', 'b', 'c'].map(entries.read)).toEqual([undefined, 1, 2])
})

test('what matches is forgotten, and nothing else', () => {
  const { entries } = store(5)
  for (const [index, key] of ['a', 'b', 'c'].entries()) entries.put(key, index)
  entries.forget((value) => value === 1)
  expect(['a', 'b', 'c'].map(entries.read)).toEqual([0, undefined, 2])
})
