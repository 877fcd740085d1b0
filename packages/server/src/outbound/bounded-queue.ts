import { AuthError } from '@latchkey/contract'

/** How much may be under way, and how much may wait for it. */
export interface BoundedQueueOptions {
  readonly concurrency: number
  readonly queueLimit: number
}

/** Runs work in the order it came, a bounded number at a time. */
export interface BoundedQueue {
  /** @throws AuthError `overloaded`, with the time the queue needs, when too much waits already */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** For who has other work to do first, which would be for nothing. @throws AuthError `overloaded`, as `run` would now */
  refuseWhenFull(): void
}

const FIRST_GUESS = 50
/** How much the last duration counts in the average. */
const WEIGHT = 1 / 8

export const boundedQueue = ({ concurrency, queueLimit }: BoundedQueueOptions): BoundedQueue => {
  const waiting: (() => void)[] = []
  let running = 0
  let usualDuration = FIRST_GUESS

  const refuseWhenFull = (): void => {
    if (running < concurrency || waiting.length < queueLimit) return
    const rounds = (waiting.length + 1) / concurrency
    throw new AuthError('overloaded', {
      retryAfter: Math.ceil(rounds * usualDuration),
      detail: `${running} under way, ${waiting.length} waiting`,
    })
  }

  const enter = async (): Promise<void> => {
    refuseWhenFull()
    if (running < concurrency) {
      running += 1
      return
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  /** The place goes to whoever waits longest; it is never free in between, so that nobody new can take it. */
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) running -= 1
    else next()
  }

  return {
    refuseWhenFull,
    run: async (work) => {
      await enter()
      const begun = performance.now()
      try {
        return await work()
      } finally {
        usualDuration += (performance.now() - begun - usualDuration) * WEIGHT
        leave()
      }
    },
  }
}
