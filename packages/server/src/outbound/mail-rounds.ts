import { MINUTE, type Millis, SECOND } from '../model/time.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'

/** Rounds of the outbox, or of other work that waits in the database, until they are stopped. */
export interface MailRounds extends MailRound {
  /** Finishes the round under way. */
  stop(): Promise<void>
}

/** Long enough that the answer to the request has left: how much there is to write shows in no answer's time. */
const SOON = 100
const EVERY_ROUND = 5 * SECOND
const AFTER_FAILURE = 1 * MINUTE

/**
 * Works on the outbox when there is something in it, and now and then to see whether there is. One round at a time.
 *
 * @param deliver sends a batch. @returns how many messages it took up
 * @param given.called what the log calls it
 * @param given.every what other processes put there, and what is to be tried again, is found at the latest after this
 */
export const startMailRounds = (
  deliver: () => Promise<number>,
  log: Log,
  { called = 'outbox', every = EVERY_ROUND }: { readonly called?: string; readonly every?: Millis } = {},
): MailRounds => {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> | undefined
  let wanted = false

  const round = async (): Promise<void> => {
    wanted = false
    let pause = every
    try {
      while (!stopped && (await deliver()) > 0);
    } catch (error) {
      log.error(`${called} could not be worked on`, {}, error)
      pause = AFTER_FAILURE
    }
    underWay = undefined
    if (!stopped) schedule(wanted ? SOON : pause)
  }
  const schedule = (pause: number): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      underWay ??= round()
    }, pause)
    timer.unref()
  }

  schedule(every)
  return {
    soon: () => {
      wanted = true
      if (underWay === undefined && !stopped) schedule(SOON)
    },
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}
