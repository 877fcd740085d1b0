import { AuthError } from '@latchkey/contract'

/** How much may be under way, and how much may wait for it. */
export interface BoundedQueueOptions {
  readonly concurrency: number
  readonly queueLimit: number
}

/** Runs work in the order it came, a bounded number at a time. */
export interface BoundedQueue {
  /**
   * @param from whom it is for. Once anything waits, nobody has more than a quarter of all places, so that one of them who
   *   sends without end takes them from few others. Undefined: not known, and not bounded
   * @throws AuthError `overloaded`, with the time the queue needs, when too much waits already
   */
  run<Result>(work: () => Promise<Result>, from?: string): Promise<Result>
  /** For who has other work to do first, which would be for nothing. @throws AuthError `overloaded`, as `run` would now */
  refuseWhenFull(from?: string): void
  /** Takes a place before the other work is done, so that however many come at once, none of those who are let in is refused after it. */
  admit(from?: string): Place
}

/** A place in the queue that somebody holds. It is given back by its work when that is done, or by `leave`. */
export interface Place {
  /** Once, when it is the turn of this place. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** Does nothing once the work was begun. */
  leave(): void
}

const SHARES = 4
const FIRST_GUESS = 50
/** How much the last duration counts in the average. */
const WEIGHT = 1 / 8

export const boundedQueue = ({ concurrency, queueLimit }: BoundedQueueOptions): BoundedQueue => {
  const waiting: (() => void)[] = []
  let running = 0
  let usualDuration = FIRST_GUESS

  const share = Math.max(1, Math.floor((concurrency + queueLimit) / SHARES))
  const placesOf = new Map<string, number>()
  /** Places whose work has not come yet. */
  let expected = 0

  const refuseWhenFull = (from?: string): void => {
    const taken = running + waiting.length + expected
    if (taken < concurrency) return
    const own = from === undefined ? 0 : (placesOf.get(from) ?? 0)
    if (taken < concurrency + queueLimit && own < share) return
    const rounds = (waiting.length + expected + 1) / concurrency
    throw new AuthError('overloaded', {
      retryAfter: Math.ceil(rounds * usualDuration),
      detail: `${running} under way, ${waiting.length} waiting, ${expected} expected, ${own} of them for the same network`,
    })
  }

  const count = (from: string | undefined, change: 1 | -1): void => {
    if (from === undefined) return
    const places = (placesOf.get(from) ?? 0) + change
    if (places === 0) placesOf.delete(from)
    else placesOf.set(from, places)
  }

  const turn = async (): Promise<void> => {
    if (running < concurrency) {
      running += 1
      return
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  /** The turn goes to whoever waits longest; it is never free in between, so that nobody new can take it. */
  const endTurn = (): void => {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }

  const admit = (from?: string): Place => {
    refuseWhenFull(from)
    count(from, 1)
    expected += 1
    let isExpected = true
    const arrive = (): void => {
      isExpected = false
      expected -= 1
    }
    return {
      run: async (work) => {
        arrive()
        await turn()
        const begun = performance.now()
        try {
          return await work()
        } finally {
          usualDuration += (performance.now() - begun - usualDuration) * WEIGHT
          count(from, -1)
          endTurn()
        }
      },
      leave: () => {
        if (!isExpected) return
        arrive()
        count(from, -1)
      },
    }
  }

  return { refuseWhenFull, admit, run: async (work, from) => admit(from).run(work) }
}
