/** Ids of events that were taken in, so that one that comes again is not. */
export interface SeenIds {
  has(id: string): boolean
  add(id: string): void
}

const HALF = 5_000

/** The last few thousand. What comes again after that is taken in again, which changes nothing that has ended. */
export const createSeenIds = (): SeenIds => {
  let young = new Set<string>()
  let old = new Set<string>()
  return {
    has: (id) => young.has(id) || old.has(id),
    add: (id) => {
      if (young.size >= HALF) {
        old = young
        young = new Set()
      }
      young.add(id)
    },
  }
}
