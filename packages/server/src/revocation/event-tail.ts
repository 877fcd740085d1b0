import { MINUTE, type Millis } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { EventTail, OnEvents } from '../ports/event-tail.js'
import type { Log } from '../ports/log.js'
import type { SecurityEvent, SecurityEvents } from '../ports/security-events.js'

export interface EventTailDeps {
  readonly securityEvents: Pick<SecurityEvents, 'after' | 'newest' | 'listen'>
  readonly clock: Clock
  readonly log: Log
  /** How long nobody may be woken before it is asked anyway: wakes get lost. */
  readonly pollEvery: Millis
}

const BATCH = 1_000
const WARN_EVERY = 1 * MINUTE

/** Begins after the newest event there is. @throws when the database cannot be asked */
export const openEventTail = async (deps: EventTailDeps): Promise<EventTail> => {
  const { securityEvents, clock, log } = deps
  let position = await securityEvents.newest()
  let upToDateAt = clock.now()
  let warnedAt = Number.NEGATIVE_INFINITY
  const subscribers = new Set<OnEvents>()
  const waiting = new Set<() => void>()
  let reading: Promise<void> | undefined
  let wokenMeanwhile = false

  const tell = (events: readonly SecurityEvent[]): void => {
    for (const onEvents of subscribers) onEvents(events)
  }

  const readAll = async (): Promise<void> => {
    for (;;) {
      const askedAt = clock.now()
      const events = await securityEvents.after(position, BATCH)
      position = events.at(-1)?.position ?? position
      if (events.length > 0) tell(events)
      if (events.length < BATCH) {
        upToDateAt = askedAt
        return
      }
    }
  }

  /** One reader at a time; whoever wakes it while it reads has it read once more. */
  const read = (): Promise<void> => {
    if (reading !== undefined) {
      wokenMeanwhile = true
      return reading
    }
    reading = readAll().finally(() => {
      reading = undefined
      if (!wokenMeanwhile) return
      wokenMeanwhile = false
      readQuietly()
    })
    return reading
  }

  const readQuietly = (): void => {
    read().catch((error: unknown) => {
      if (clock.now() - warnedAt < WARN_EVERY) return
      warnedAt = clock.now()
      log.warn('security events cannot be read: ends of sessions may be seen late', {
        detail: error instanceof Error ? error.message : String(error),
      })
    })
  }

  const stopListening = await securityEvents.listen(readQuietly)
  const timer = setInterval(readQuietly, deps.pollEvery)
  timer.unref()

  return {
    position: () => position,
    upToDateAt: () => upToDateAt,
    subscribe: (onEvents) => {
      subscribers.add(onEvents)
      return () => subscribers.delete(onEvents)
    },
    beyond: (known, longest) =>
      new Promise((resolve) => {
        if (position > known) return resolve()
        const done = (): void => {
          clearTimeout(timeout)
          subscribers.delete(onEvents)
          waiting.delete(done)
          resolve()
        }
        const onEvents: OnEvents = () => {
          if (position > known) done()
        }
        const timeout = setTimeout(done, longest)
        timeout.unref()
        subscribers.add(onEvents)
        waiting.add(done)
      }),
    catchUp: async () => {
      // What is being read now may have been asked before the write.
      await reading?.catch(() => {})
      await read()
    },
    stop: async () => {
      clearInterval(timer)
      for (const done of waiting) done()
      await stopListening()
      await reading?.catch(() => {})
    },
  }
}
