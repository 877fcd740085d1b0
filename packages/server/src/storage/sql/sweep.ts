import { DAY, type Millis } from '../../model/time.js'
import type { Database } from './database.js'
import { statement } from './statement.js'

/** How long a session stays on record after its end, for whoever asks why. */
const KEEP_ENDED = 30 * DAY
/** Few enough that a sweep never holds up a sign-in. */
const BATCH = 500

/**
 * Deletes what nobody can use any more: proofs that have expired, sessions that ended or expired long ago.
 *
 * @returns how many rows went; call again while it is not 0
 */
export const sweep = async (database: Database, now: Millis): Promise<number> => {
  const proofs = await database.run(deleteExpiredProofs, { now })
  const sessions = await database.run(deleteOldSessions, { before: now - KEEP_ENDED })
  return proofs.length + sessions.length
}

const deleteExpiredProofs = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('spent_proofs')
    .where('key', 'in', (rows) =>
      rows.selectFrom('spent_proofs').select('key').where('expires_at', '<', given.now).limit(BATCH),
    )
    .returning('key'),
)

const deleteOldSessions = statement((db, given: { before: Millis }) =>
  db
    .deleteFrom('sessions')
    .where('id', 'in', (rows) =>
      rows
        .selectFrom('sessions')
        .select('id')
        .where((row) => row.or([row('ended_at', '<', given.before), row('expires_at', '<', given.before)]))
        .limit(BATCH),
    )
    .returning('id'),
)
