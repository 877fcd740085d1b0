import type { SessionId } from '../model/ids.js'
import { type Millis, SECOND } from '../model/time.js'
import { toldEnd } from '../model/told-end.js'
import type { Clock } from '../ports/clock.js'
import type { EventTail } from '../ports/event-tail.js'
import type { SessionWatcher, SessionWatches } from '../ports/session-watches.js'

export interface SessionWatchesDeps {
  readonly tail: Pick<EventTail, 'subscribe'>
  readonly clock: Clock
}

/** Proxies give up on a connection that is silent for half a minute or longer. */
const BEAT_EVERY: Millis = 15 * SECOND
/** Tabs of one browser: its client lets one of them wait for all. */
const MOST_OF_SESSION = 16
/** A connection each: what one process has sockets and memory for. */
const MOST = 10_000

interface Watch {
  readonly sessionId: SessionId
  readonly until: Millis
  readonly watcher: SessionWatcher
}

/** Rides on the tail of events: however many wait, the database is asked nothing for it. */
export const openSessionWatches = ({ tail, clock }: SessionWatchesDeps): SessionWatches => {
  const bySession = new Map<SessionId, Set<Watch>>()
  let count = 0
  let isClosed = false

  const drop = (watch: Watch): boolean => {
    const watches = bySession.get(watch.sessionId)
    if (watches?.delete(watch) !== true) return false
    count -= 1
    if (watches.size === 0) bySession.delete(watch.sessionId)
    return true
  }

  const unsubscribe = tail.subscribe((events) => {
    for (const { type, sessionId, reason } of events) {
      if (type !== 'session-revoked' || sessionId === null) continue
      for (const watch of [...(bySession.get(sessionId) ?? [])])
        if (drop(watch)) watch.watcher.ended(sessionId, toldEnd(reason))
    }
  })

  const everyWatch = (): Watch[] => [...bySession.values()].flatMap((watches) => [...watches])

  const beat = (): void => {
    const now = clock.now()
    for (const watch of everyWatch()) {
      if (now < watch.until) watch.watcher.beat()
      else if (drop(watch)) watch.watcher.left()
    }
  }
  const timer = setInterval(beat, BEAT_EVERY)
  timer.unref()

  return {
    watch: (sessionId, until, watcher) => {
      if (isClosed || count >= MOST) return 'full'
      const watches = bySession.get(sessionId) ?? new Set()
      if (watches.size >= MOST_OF_SESSION) return 'session_full'
      const watch: Watch = { sessionId, until, watcher }
      bySession.set(sessionId, watches.add(watch))
      count += 1
      return () => {
        drop(watch)
      }
    },
    close: () => {
      isClosed = true
      clearInterval(timer)
      unsubscribe()
      for (const watch of everyWatch()) if (drop(watch)) watch.watcher.left()
    },
  }
}
