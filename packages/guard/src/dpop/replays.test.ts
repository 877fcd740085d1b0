import { describe, expect, it } from 'vitest'
import { createReplayMemory } from './replays.js'

const NOW = 1_000_000

describe('the memory of used proofs', () => {
  it('knows a proof until it is refused for its age', () => {
    const memory = createReplayMemory()
    expect(memory.spendOnce('a', { now: NOW, until: NOW + 10 })).toBe(true)
    expect(memory.spendOnce('a', { now: NOW, until: NOW + 10 })).toBe(false)
    expect(memory.spendOnce('b', { now: NOW + 9, until: NOW + 19 })).toBe(true)
    expect(memory.spendOnce('a', { now: NOW + 9, until: NOW + 10 })).toBe(false)
  })

  it('takes no room for proofs that have ended', () => {
    const memory = createReplayMemory({ maxProofs: 2 })
    for (let at = 0; at < 100; at += 1)
      expect(memory.spendOnce(`proof-${at}`, { now: NOW + at * 10, until: NOW + at * 10 + 10 })).toBe(true)
  })

  it('that is full forgets no proof that could come again: those as old as the forgotten one are refused', () => {
    const memory = createReplayMemory({ maxProofs: 2 })
    const use = (proof: string, until: number) => memory.spendOnce(proof, { now: NOW, until: NOW + until })
    expect([use('a', 10), use('b', 20), use('c', 30)]).toEqual([true, true, true])
    expect(use('a', 10)).toBe(false)
    expect(use('never seen', 10)).toBe(false)
    expect([use('b', 20), use('c', 30)]).toEqual([false, false])
    expect(use('d', 40)).toBe(true)
    expect(use('b', 20)).toBe(false)
  })

  it.each([0, -1, 1.5, Number.NaN])('cannot have room for %d proofs', (maxProofs) => {
    expect(() => createReplayMemory({ maxProofs })).toThrow(TypeError)
  })
})
