/** Random choices that can be made again: the same seed makes the same ones (mulberry32). */
export interface Seeded {
  /** From 0 up to, and not including, `below`. */
  number(below: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
}

export const seeded = (seed: number): Seeded => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const number = (below: number): number => Math.floor(next() * below)
  return {
    number,
    chance: (probability) => next() < probability,
    pick: (from) => {
      const picked = from[number(from.length)]
      if (picked === undefined && from.length === 0) throw new RangeError('nothing to pick from')
      return picked as (typeof from)[number]
    },
  }
}
