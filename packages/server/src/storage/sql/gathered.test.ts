import { describe, expect, test } from 'vitest'
import { Gathered } from './gathered.js'

/** Doubles numbers, in rounds that wait to be let go. */
const doubling = (limit: number) => {
  const rounds: (readonly number[])[] = []
  const gathered = new Gathered<number, number>(async (numbers) => {
    rounds.push(numbers)
    await new Promise(setImmediate)
    if (numbers.includes(13)) throw new Error('thirteen')
    return numbers.map((number) => number * 2)
  }, limit)
  return { gathered, rounds }
}

describe('requests that are gathered', () => {
  test('in one moment are answered in one round, each with its own answer', async () => {
    const { gathered, rounds } = doubling(10)
    expect(await Promise.all([1, 2, 3].map((number) => gathered.ask(number)))).toEqual([2, 4, 6])
    expect(rounds).toEqual([[1, 2, 3]])
  })

  test('while others are being answered wait for the next round', async () => {
    const { gathered, rounds } = doubling(10)
    const first = gathered.ask(1)
    await expect.poll(() => rounds).toHaveLength(1)
    const later = Promise.all([gathered.ask(2), gathered.ask(3)])
    expect([await first, await later]).toEqual([2, [4, 6]])
    expect(rounds).toEqual([[1], [2, 3]])
  })

  test('are as many in a round as its limit, in the order in which they came', async () => {
    const { gathered, rounds } = doubling(2)
    expect(await Promise.all([1, 2, 3, 4, 5].map((number) => gathered.ask(number)))).toEqual([2, 4, 6, 8, 10])
    expect(rounds).toEqual([[1, 2], [3, 4], [5]])
  })

  test('fail with their round, and with no other', async () => {
    const { gathered } = doubling(2)
    const asked = await Promise.allSettled([12, 13, 14].map((number) => gathered.ask(number)))
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(await gathered.ask(15)).toBe(30)
  })
})
