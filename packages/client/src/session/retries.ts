const SECOND = 1000
const FIRST_DELAY = 1 * SECOND
const LONGEST_DELAY = 60 * SECOND

/** Asks again, ever more rarely, while the server cannot be reached and somebody cares. */
export interface Retries {
  failed(): void
  succeeded(): void
  /** As long as one hold is kept, failures are followed by another attempt. @returns lets go */
  hold(): () => void
}

/** @param attempt reports its outcome through `failed` or `succeeded` */
export const createRetries = (attempt: () => void): Retries => {
  const holds = new Set<object>()
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const disarm = () => {
    clearTimeout(timer)
    timer = undefined
  }
  const arm = () => {
    if (timer !== undefined || failures === 0 || holds.size === 0) return
    timer = setTimeout(() => {
      timer = undefined
      attempt()
    }, delayAfter(failures))
  }
  return {
    failed: () => {
      failures += 1
      arm()
    },
    succeeded: () => {
      failures = 0
      disarm()
    },
    hold: () => {
      const hold = {}
      holds.add(hold)
      arm()
      return () => {
        holds.delete(hold)
        if (holds.size === 0) disarm()
      }
    },
  }
}

/** 1, 2, 4 … 60 s, each shortened by up to a half, so that a server that comes back is not met by every page at once. */
export const delayAfter = (failures: number): number =>
  Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY) * (1 - Math.random() / 2)
