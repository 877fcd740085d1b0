import { DAY, type Millis } from '../../model/time.js'
import type { Database } from './database.js'
import { statement } from './statement.js'

/** How long a session stays on record after its end, for whoever asks why. */
const KEEP_ENDED = 30 * DAY
/** How long a message that was sent, or that nobody needs, stays on record. */
const KEEP_SETTLED = 7 * DAY
/** How long one that was given up waits for an operator. */
const KEEP_FAILED = 30 * DAY
/** Longer than any counter pauses or remembers. */
const KEEP_UNTOUCHED = 2 * DAY
/** How long receivers of security events may be away and still hear everything. Far longer than an access JWT lives. */
const KEEP_EVENTS = 7 * DAY
/** A stream nobody has polled for so long is one of a process that is gone. Receivers are told so in the configuration of the stream. */
const KEEP_UNPOLLED = 1 * DAY
/** How long what a receiver refused waits for an operator. */
const KEEP_DEAD_LETTERS = 30 * DAY
/** Few enough that a sweep never holds up a sign-in. */
const BATCH = 500

/**
 * Deletes what nobody can use any more: proofs, ends at providers, sign-ups and links that have expired, counters that have forgotten, messages
 * that were settled and sessions that ended or expired long ago.
 *
 * @returns how many rows went; call again while it is not 0
 */
export const sweep = async (database: Database, now: Millis): Promise<number> => {
  const gone = [
    await database.run(deleteExpiredProofs, { now }),
    await database.run(deleteExpiredEnds, { now }),
    await database.run(deleteOldSessions, { before: now - KEEP_ENDED }),
    await database.run(deleteExpiredSignUps, { now }),
    await database.run(deleteExpiredLinks, { now }),
    await database.run(deleteSettledMails, { before: now - KEEP_SETTLED, failedBefore: now - KEEP_FAILED }),
    await database.run(deleteUntouchedThrottles, { before: now - KEEP_UNTOUCHED }),
    await database.run(deleteOldEvents, { before: now - KEEP_EVENTS }),
    await database.run(deleteUnpolledStreams, { before: now - KEEP_UNPOLLED }),
    await database.run(deleteOldAnswers, { now }),
    await database.run(deleteOldLetters, { before: now - KEEP_DEAD_LETTERS }),
    await database.run(deleteOldDeliveries, { now }),
  ]
  return gone.reduce((sum, rows) => sum + rows.length, 0)
}

const deleteExpiredProofs = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('spent_proofs')
    .where('key', 'in', (rows) =>
      rows.selectFrom('spent_proofs').select('key').where('expires_at', '<', given.now).limit(BATCH),
    )
    .returning('key'),
)

/** Asked again when the row is held: a later end may be noted in this very moment. */
const deleteExpiredEnds = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('ended_origins')
    .where('key', 'in', (rows) =>
      rows.selectFrom('ended_origins').select('key').where('expires_at', '<', given.now).limit(BATCH),
    )
    .where('expires_at', '<', given.now)
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

const deleteOldAnswers = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('kept_answers')
    .where('key', 'in', (rows) =>
      rows.selectFrom('kept_answers').select('key').where('expires_at', '<', given.now).limit(BATCH),
    )
    .where('expires_at', '<', given.now)
    .returning('key'),
)

const deleteExpiredSignUps = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('sign_ups')
    .where('id', 'in', (rows) =>
      rows.selectFrom('sign_ups').select('id').where('expires_at', '<', given.now).limit(BATCH),
    )
    .returning('id'),
)

const deleteExpiredLinks = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('one_time_links')
    .where('id', 'in', (rows) =>
      rows.selectFrom('one_time_links').select('id').where('expires_at', '<', given.now).limit(BATCH),
    )
    .returning('id'),
)

/** Asked again when the row is held: an operator may be trying the message once more in this very moment. */
const deleteSettledMails = statement((db, given: { before: Millis; failedBefore: Millis }) =>
  db
    .deleteFrom('mails')
    .where('id', 'in', (rows) =>
      rows
        .selectFrom('mails')
        .select('id')
        .where('settled_at', '<', given.before)
        .where((row) => row.or([row('outcome', '!=', 'failed'), row('settled_at', '<', given.failedBefore)]))
        .limit(BATCH),
    )
    .where('settled_at', 'is not', null)
    .returning('id'),
)

/** Asked again when the row is held: somebody may be counting in this very moment. */
const deleteUntouchedThrottles = statement((db, given: { before: Millis }) =>
  db
    .deleteFrom('throttles')
    .where('key', 'in', (rows) =>
      rows.selectFrom('throttles').select('key').where('updated_at', '<', given.before).limit(BATCH),
    )
    .where('updated_at', '<', given.before)
    .returning('key'),
)

/** Only what has its place in the order: what has none may be on its way to somebody. */
const deleteOldEvents = statement((db, given: { before: Millis }) =>
  db
    .deleteFrom('security_events')
    .where('id', 'in', (rows) =>
      rows
        .selectFrom('security_events')
        .select('id')
        .where('occurred_at', '<', given.before)
        .where('position', 'is not', null)
        .limit(BATCH),
    )
    .returning('id'),
)

/** Asked again when the row is held: somebody may be polling in this very moment. */
const deleteUnpolledStreams = statement((db, given: { before: Millis }) =>
  db
    .deleteFrom('event_streams')
    .where('id', 'in', (rows) =>
      rows
        .selectFrom('event_streams')
        .select('id')
        .where('active_at', '<', given.before)
        .where('push_endpoint', 'is', null)
        .limit(BATCH),
    )
    .where('active_at', '<', given.before)
    .returning('id'),
)

const deleteOldLetters = statement((db, given: { before: Millis }) =>
  db.deleteFrom('dead_letters').where('noted_at', '<', given.before).returning('position'),
)

/** Asked again when the row is held: an operator may be having it sent once more in this very moment. */
const deleteOldDeliveries = statement((db, given: { now: Millis }) =>
  db
    .deleteFrom('webhook_deliveries')
    .where('id', 'in', (rows) =>
      rows.selectFrom('webhook_deliveries').select('id').where('expires_at', '<', given.now).limit(BATCH),
    )
    .where('expires_at', '<', given.now)
    .returning('id'),
)
