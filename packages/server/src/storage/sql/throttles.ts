import { pauseAfter, THROTTLES, type Throttle } from '../../model/throttle.js'
import type { Millis } from '../../model/time.js'
import type { CountedAttempt, Taking, Throttles } from '../../ports/throttles.js'
import type { Connection, Database } from './database.js'
import { Gathered } from './gathered.js'
import type { Statement } from './statement.js'
import type { ThrottleRow } from './tables.js'
import {
  deleteThrottle,
  holdThrottle,
  selectThrottle,
  undoAttempt,
  updateThrottle,
} from './throttle-statements.js'

interface Attempt {
  readonly throttles: readonly Throttle[]
  readonly now: Millis
}
type Rows = ReadonlyMap<string, ThrottleRow>

/** Few enough that nobody else waits long for a counter. */
const ATTEMPTS_A_ROUND = 50

export const throttlesOn = (database: Database): Throttles => {
  // A flood on one counter would else have every connection of the pool wait for its row.
  const attempts = new Gathered<Attempt, Taking>(
    (round) => database.transaction((connection) => takeAll(connection, round)),
    ATTEMPTS_A_ROUND,
  )
  return {
    take: async (throttles, now) =>
      throttles.length === 0 ? { outcome: 'taken', counted: [] } : attempts.ask({ throttles, now }),

    forgive: async ({ reset, undo }) => {
      const deeds = [...reset.map(forget), ...undo.map(takeBack)].sort((a, b) => inOrder(a.key, b.key))
      if (deeds.length === 0) return
      await database.transaction(async (connection) => {
        for (const { run } of deeds) await run(connection)
      })
    },
  }
}

const keyOf = ({ name, key }: Throttle): string => `${name}:${key}`

/** Rows are held in this order everywhere, so that nobody waits in a circle. */
const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Answers attempts one after the other, as if each came alone; nothing is written but what they count. */
const takeAll = async (connection: Connection, attempts: readonly Attempt[]): Promise<readonly Taking[]> => {
  // Who is refused by what is there already holds nothing up: a flood in its pause costs reads.
  const seen = await rowsOf(connection, selectThrottle, attempts)
  const unrefused = attempts.filter((attempt) => findPause(attempt, seen) === undefined)
  const held = new Map(await rowsOf(connection, holdThrottle, unrefused))
  const counted = new Map<string, ThrottleRow>()

  const takings = attempts.map((attempt): Taking => {
    const until = findPause(attempt, seen) ?? findPause(attempt, held)
    if (until !== undefined) return { outcome: 'paused', until }
    const own = attempt.throttles.map((throttle): CountedAttempt => {
      const before = held.get(keyOf(throttle))
      const row = countOne(throttle, before, attempt.now)
      held.set(row.key, row)
      counted.set(row.key, row)
      return {
        throttle,
        at: attempt.now,
        count: row.count,
        pausedUntilBefore: before?.paused_until ?? 0,
        attemptBefore: before?.updated_at ?? 0,
      }
    })
    return { outcome: 'taken', counted: own }
  })
  for (const row of counted.values()) await connection.run(updateThrottle, row)
  return takings
}

const rowsOf = async (
  connection: Connection,
  statement: Statement<{ key: string }, ThrottleRow>,
  attempts: readonly Attempt[],
): Promise<Rows> => {
  const keys = new Set(attempts.flatMap(({ throttles }) => throttles.map(keyOf)))
  const rows = new Map<string, ThrottleRow>()
  for (const key of [...keys].sort(inOrder)) {
    for (const row of await connection.run(statement, { key })) rows.set(key, row)
  }
  return rows
}

/** The end of the pause an attempt meets, in the order in which its counters refuse. */
const findPause = ({ throttles, now }: Attempt, rows: Rows): Millis | undefined =>
  throttles.map((throttle) => rows.get(keyOf(throttle))?.paused_until ?? 0).find((until) => until > now)

const countOne = (throttle: Throttle, row: ThrottleRow | undefined, now: Millis): ThrottleRow => {
  const policy = THROTTLES[throttle.name]
  const isForgotten = row === undefined || now - row.updated_at >= policy.forgetAfter
  const count = (isForgotten ? 0 : row.count) + 1
  const pause = pauseAfter(count, policy)
  return { key: keyOf(throttle), count, paused_until: pause === 0 ? 0 : now + pause, updated_at: now }
}

/** What is done to one counter. */
interface Deed {
  readonly key: string
  readonly run: (connection: Connection) => Promise<unknown>
}

const forget = (throttle: Throttle): Deed => {
  const key = keyOf(throttle)
  return { key, run: (connection) => connection.run(deleteThrottle, { key }) }
}

/** As if the attempt had not been. When others were counted since, a pause goes when the rest would not have begun one. */
const takeBack = ({ throttle, ...counted }: CountedAttempt): Deed => {
  const key = keyOf(throttle)
  const lastToLiftPause = THROTTLES[throttle.name].free + 1
  return { key, run: (connection) => connection.run(undoAttempt, { key, lastToLiftPause, ...counted }) }
}
