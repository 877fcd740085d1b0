import { statement } from './statement.js'
import type { ThrottleRow } from './tables.js'

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

/** Counts one less. A pause goes when what is left is at most what costs nothing. */
export const lowerThrottle = statement((db, given: { key: string; lastToLiftPause: number }) =>
  db
    .updateTable('throttles')
    .set((row) => ({
      count: row('count', '-', 1),
      paused_until: row
        .case()
        .when('count', '<=', given.lastToLiftPause)
        .then(0)
        .else(row.ref('paused_until'))
        .end(),
    }))
    .where('key', '=', given.key)
    .where('count', '>', 0),
)

export const deleteThrottle = statement((db, given: { key: string }) =>
  db.deleteFrom('throttles').where('key', '=', given.key),
)
