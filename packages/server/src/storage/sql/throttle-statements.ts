import type { ExpressionBuilder } from 'kysely'
import type { CountedAttempt } from '../../ports/throttles.js'
import { statement } from './statement.js'
import type { Tables, ThrottleRow } from './tables.js'

export const selectThrottle = statement((db, given: { key: string }) =>
  db.selectFrom('throttles').selectAll().where('key', '=', given.key),
)

/**
 * The counter, held until the transaction ends: the update changes nothing. One that is not there is made, as if it had been
 * forgotten long ago.
 */
export const holdThrottle = statement((db, given: { key: string }) =>
  db
    .insertInto('throttles')
    .values({ key: given.key, count: 0, paused_until: 0, updated_at: 0 })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((row) => ({ count: row.ref('throttles.count') })),
    )
    .returningAll(),
)

export const updateThrottle = statement((db, given: ThrottleRow) =>
  db
    .updateTable('throttles')
    .set({ count: given.count, paused_until: given.paused_until, updated_at: given.updated_at })
    .where('key', '=', given.key),
)

type UndoneAttempt = Omit<CountedAttempt, 'throttle'> & {
  readonly key: string
  readonly lastToLiftPause: number
}

/** Whether nobody has been counted since. The time alone would not tell: there may be several attempts in one millisecond. */
const isLatest = (row: ExpressionBuilder<Tables, 'throttles'>, given: Pick<UndoneAttempt, 'at' | 'count'>) =>
  row.and([row('updated_at', '=', given.at), row('count', '=', given.count)])

/** Counts one less. Everything else is as before the attempt, unless others were counted since. */
export const undoAttempt = statement((db, given: UndoneAttempt) =>
  db
    .updateTable('throttles')
    .set((row) => ({
      count: row('count', '-', 1),
      paused_until: row
        .case()
        .when(isLatest(row, given))
        .then(given.pausedUntilBefore)
        .when('count', '<=', given.lastToLiftPause)
        .then(0)
        .else(row.ref('paused_until'))
        .end(),
      updated_at: row
        .case()
        .when(isLatest(row, given))
        .then(given.attemptBefore)
        .else(row.ref('updated_at'))
        .end(),
    }))
    .where('key', '=', given.key)
    .where('count', '>', 0),
)

export const deleteThrottle = statement((db, given: { key: string }) =>
  db.deleteFrom('throttles').where('key', '=', given.key),
)
