import type { EventStream } from './event-stream.js'
import type { Learned } from './learned.js'
import type { PolledEvents, Receipts } from './poll-events.js'
import { readEvents } from './read-events.js'
import { createSeenIds } from './seen-ids.js'
import type { Transmitter } from './transmitter.js'
import { type SetRefused, verifySet } from './verify-set.js'

export interface TakingIn {
  /** Told everything of one answer at once, before it is acknowledged. */
  readonly onLearned: (learned: readonly Learned[]) => void
  /** Told of what was not accepted. */
  readonly onRefused: (refused: SetRefused) => void
}

/** What became of the events of one answer. */
export interface Taken extends Receipts {
  /** Whether there were any that had not come before. */
  readonly hasNews: boolean
  /** Why some could not be judged now, if so. */
  readonly postponed: string | undefined
}

/** What came → what it means, and what to tell of it with the next poll. One that was taken in before is acknowledged again. */
export const createIntake = (transmitter: Transmitter, { onLearned, onRefused }: TakingIn) => {
  const seen = createSeenIds()
  return {
    takeIn: async (stream: EventStream, { sets }: PolledEvents): Promise<Taken> => {
      const acknowledged: string[] = []
      const refused = new Map<string, SetRefused>()
      const learned: Learned[] = []
      let hasNews = false
      let postponed: string | undefined
      for (const { id, text } of sets) {
        if (!seen.has(id)) {
          const verdict = await verifySet(transmitter, stream, { id, text })
          if (!verdict.ok) {
            // What cannot be judged now comes again, for nobody acknowledged it.
            if (verdict.error === 'later') postponed = verdict.detail
            else {
              refused.set(id, verdict)
              onRefused(verdict)
            }
            continue
          }
          learned.push(...readEvents(verdict.set, transmitter))
          seen.add(id)
          hasNews = true
        }
        acknowledged.push(id)
      }
      if (learned.length > 0) onLearned(learned)
      return { acknowledged, refused, hasNews, postponed }
    },
  }
}
