import type { StreamOutcome } from '../wire/read-session-end.js'
import type { EndNews } from './end-news.js'
import { delayAfter } from './retries.js'

export interface AwaitEndParts {
  /** Waits at the server once. */
  readonly read: (signal: AbortSignal) => Promise<StreamOutcome>
  readonly onEnd: (news: EndNews) => void
  /** Asks who is signed in, in the background. */
  readonly glance: () => void
}

const SECOND = 1000
/** Where no stream can be had, the server is asked so often. */
const GLANCE_EVERY = 60 * SECOND
/** A stream that was there for so long was a good one: what comes next is no failure of the same kind. */
const GOOD_AFTER = 10 * SECOND

/** Waits for the end of the session, however often that has to be begun anew, until it is told or nobody wants to know any more. */
export const awaitEnd = async (parts: AwaitEndParts, signal: AbortSignal): Promise<void> => {
  let failures = 0
  let glancedAt = Date.now()
  while (!signal.aborted) {
    const begunAt = Date.now()
    const outcome = await parts.read(signal)
    if (signal.aborted) return
    if (typeof outcome === 'object') return parts.onEnd(outcome)
    if (outcome === 'nobody') return parts.glance()
    failures = outcome === 'broken' && Date.now() - begunAt >= GOOD_AFTER ? 1 : failures + 1
    // The clock may have been set back meanwhile.
    if (Math.abs(Date.now() - glancedAt) >= GLANCE_EVERY) {
      glancedAt = Date.now()
      parts.glance()
    }
    await pause(delayAfter(failures), signal)
  }
}

const pause = (delay: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, delay)
    signal.addEventListener('abort', done)
  })
