import type { Millis } from '../model/time.js'

/** It took longer than it may. */
class TookTooLongError extends Error {
  override readonly name = 'TookTooLongError'
}

/**
 * Waits for work that may never end. What it throws after its time goes nowhere, and ends no process: somebody listens.
 *
 * @param work is handed a signal that aborts when its time is over
 * @throws TookTooLongError, or what the work throws in time
 */
export const withinTime = async <Result>(
  limit: Millis,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const controller = new AbortController()
  const late = new TookTooLongError(`it did not answer within ${limit} ms`)
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(late)
      controller.abort(late)
    }, limit)
  })
  try {
    return await Promise.race([work(controller.signal), over])
  } finally {
    clearTimeout(timer)
  }
}
