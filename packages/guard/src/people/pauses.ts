import type { Clock } from '../time.js'

/** Whom nobody asks about for a while. Durations are milliseconds. */
export interface Pauses {
  /** How long nobody asks this issuer about this person; 0 when it may be asked. */
  leftFor(issuer: string, subject: string): number
  /** The issuer is in trouble: nobody asks it. */
  pauseAll(issuer: string, duration: number): void
  /**
   * The issuer has heard enough. Many count by person, so that one could keep out everybody else by asking without end: it is not asked about
   * this one, and about nobody once it says so of a second one, with no answer in between.
   */
  pauseOne(issuer: string, subject: string, duration: number): void
  /** The issuer has answered. */
  answered(issuer: string): void
}

interface Pause {
  readonly since: number
  readonly until: number
  /** Undefined: everybody. */
  readonly subject: string | undefined
}

/** At most one for each issuer, of which there are as many as are configured. */
export const createPauses = (clock: Clock): Pauses => {
  const pauses = new Map<string, Pause>()
  const pause = (issuer: string, subject: string | undefined, duration: number): void => {
    const since = clock()
    pauses.set(issuer, { since, until: since + duration, subject })
  }
  const current = (issuer: string): Pause | undefined => {
    const now = clock()
    const found = pauses.get(issuer)
    // A clock that was set back must not stretch the pause.
    return found === undefined || now < found.since || now >= found.until ? undefined : found
  }
  return {
    leftFor: (issuer, subject) => {
      const found = current(issuer)
      if (found === undefined || (found.subject !== undefined && found.subject !== subject)) return 0
      return found.until - clock()
    },
    pauseAll: (issuer, duration) => pause(issuer, undefined, duration),
    pauseOne: (issuer, subject, duration) => {
      const before = current(issuer)
      pause(issuer, before === undefined || before.subject === subject ? subject : undefined, duration)
    },
    answered: (issuer) => {
      // What was asked before all were paused may be answered after.
      if (current(issuer)?.subject !== undefined) pauses.delete(issuer)
    },
  }
}
