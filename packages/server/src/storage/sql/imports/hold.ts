import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { ImportBatch } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { bulkStatement, runBulk } from './given-rows.js'

/** Users, kept as they are for the length of a transaction, and kept out. */
export const holdImports = (connection: Connection): Pick<ImportBatch, 'hold' | 'suspend'> => ({
  hold: async (userIds) => {
    if (!connection.dialect.locksRows) return
    await runBulk(
      connection,
      lockUsers,
      userIds.map((id) => ({ id })),
    )
  },

  suspend: async (userIds, now) => {
    const suspended = await runBulk(
      connection,
      suspendUsers,
      userIds.map((id) => ({ id, now })),
    )
    return new Set(suspended.map((row) => row.id))
  },
})

/** What is asked after it sees what those have written who held a user before. In one order, so that nobody waits in a circle. */
const lockUsers = bulkStatement(
  { id: 'text' },
  (given) =>
    sql`select users.id from users where users.id in (select given.id from ${given}) order by users.id for update`,
)

const suspendUsers = bulkStatement(
  { id: 'text', now: 'number' },
  (given) =>
    sql<{ id: UserId }>`
      update users set suspended_at = given.now
      from ${given} where users.id = given.id and users.suspended_at is null returning users.id as id`,
)
