import type { Millis } from '../model/time.js'
import type { Log } from '../ports/log.js'
import { type MailRounds, startMailRounds } from './mail-rounds.js'

/** How many receivers one process talks to at a time. */
export const MOST_TURNS = 16

/**
 * Takes up what waits for receivers, a turn each: one that is slow holds up nobody but itself.
 *
 * @param begin takes up so many at most. @returns what resolves when a turn is over, for each
 */
export const startPushTurns = (
  begin: (most: number) => Promise<readonly Promise<void>[]>,
  log: Log,
  given: { readonly called: string; readonly every?: Millis } = { called: 'streams of security events' },
): MailRounds => {
  const underWay = new Set<Promise<void>>()
  const takeUp = async (): Promise<number> => {
    const free = MOST_TURNS - underWay.size
    // Whoever is done has it looked again.
    if (free === 0) return 0
    const turns = await begin(free)
    for (const turn of turns) {
      const over = turn.finally(() => {
        underWay.delete(over)
        rounds.soon()
      })
      underWay.add(over)
    }
    return turns.length
  }
  const rounds = startMailRounds(takeUp, log, given)
  return {
    soon: rounds.soon,
    stop: async () => {
      await rounds.stop()
      await Promise.all(underWay)
    },
  }
}
