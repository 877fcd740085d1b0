import type { UserId } from '../../model/ids.js'
import type { StoredHashes } from '../../ports/stored-hashes.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'

export const storedHashesOn = (connection: Connection): StoredHashes => ({
  readRun: async ({ after, skip, limit }) => {
    const rows = await connection.run(selectRun, { after: after ?? '', skip, limit })
    return rows.map((row) => ({ userId: row.user_id, hash: row.hash }))
  },
})

/** What is skipped is skipped in the index: a hash that is not wanted is not read. */
const selectRun = statement((db, given: { after: string; skip: number; limit: number }) =>
  db
    .selectFrom('passwords')
    .select(['user_id', 'hash'])
    .where('user_id', '>=', (rows) =>
      rows
        .selectFrom('passwords as first')
        .select('first.user_id')
        .where('first.user_id', '>', given.after as UserId)
        .orderBy('first.user_id')
        .limit(1)
        .offset(given.skip),
    )
    .orderBy('user_id')
    .limit(given.limit),
)
