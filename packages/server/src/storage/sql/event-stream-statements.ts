import type { Kysely } from 'kysely'
import type { StreamId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import { statement } from './statement.js'
import type { EventStreamRow, Tables } from './tables.js'
import { takeDue } from './take-due.js'

export const countStreams = statement((db, given: { clientId: string }) =>
  db
    .selectFrom('event_streams')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('client_id', '=', given.clientId)
    .where('kind', '=', 'events'),
)

/** What changes of a stream while it lives, but for its version. */
const changing = (given: EventStreamRow) => ({
  description: given.description,
  requested: given.requested,
  push_endpoint: given.push_endpoint,
  push_authorization: given.push_authorization,
  status: given.status,
  status_reason: given.status_reason,
  position: given.position,
  acknowledged: given.acknowledged,
  active_at: given.active_at,
  verified_at: given.verified_at,
  attempts: given.attempts,
  next_attempt_at: given.next_attempt_at,
  last_error: given.last_error,
})

export const insertOf = (db: Kysely<Tables>, given: EventStreamRow) =>
  db.insertInto('event_streams').values({
    ...changing(given),
    id: given.id,
    client_id: given.client_id,
    kind: given.kind,
    version: given.version,
    created_at: given.created_at,
  })

export const insertStream = statement((db, given: EventStreamRow) => insertOf(db, given))

interface StreamKey {
  readonly id: StreamId
  readonly clientId: string
}

export const selectStream = statement((db, given: StreamKey) =>
  db
    .selectFrom('event_streams')
    .selectAll()
    .where('id', '=', given.id)
    .where('client_id', '=', given.clientId)
    .where('kind', '=', 'events'),
)

export const selectAnyStream = statement((db, given: { id: StreamId }) =>
  db.selectFrom('event_streams').selectAll().where('id', '=', given.id),
)

export const selectStreams = statement((db, given: { clientId: string }) =>
  db
    .selectFrom('event_streams')
    .selectAll()
    .where('client_id', '=', given.clientId)
    .where('kind', '=', 'events')
    .orderBy('id'),
)

export const updateStream = statement((db, given: EventStreamRow) =>
  db
    .updateTable('event_streams')
    .set((row) => ({ ...changing(given), version: row('version', '+', 1) }))
    .where('id', '=', given.id)
    .where('version', '=', given.version)
    .returning('id'),
)

export const deleteStream = statement((db, given: StreamKey) =>
  db
    .deleteFrom('event_streams')
    .where('id', '=', given.id)
    .where('client_id', '=', given.clientId)
    .where('kind', '=', 'events')
    .returning('id'),
)

export const countExclusions = statement((db, given: { id: StreamId }) =>
  db
    .selectFrom('event_stream_exclusions')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('stream_id', '=', given.id),
)

export const insertExclusion = statement((db, given: { id: StreamId; subject: string }) =>
  db
    .insertInto('event_stream_exclusions')
    .values({ stream_id: given.id, subject: given.subject })
    .onConflict((conflict) => conflict.doNothing()),
)

export const deleteExclusion = statement((db, given: { id: StreamId; subject: string }) =>
  db
    .deleteFrom('event_stream_exclusions')
    .where('stream_id', '=', given.id)
    .where('subject', '=', given.subject),
)

export const selectExclusions = statement((db, given: { id: StreamId }) =>
  db.selectFrom('event_stream_exclusions').select('subject').where('stream_id', '=', given.id),
)

interface Claim {
  readonly limit: number
  readonly newest: number
  readonly now: Millis
  readonly until: Millis
}

const dueStreams = (db: Kysely<Tables>, { limit, newest, now }: Claim) =>
  db
    .selectFrom('event_streams')
    .select('id')
    .where('push_endpoint', 'is not', null)
    .where('next_attempt_at', '<=', now)
    .where((row) =>
      row.or([
        row('position', '<', newest),
        row.exists(
          row
            .selectFrom('dead_letters')
            .select('position')
            .whereRef('dead_letters.stream_id', '=', 'event_streams.id')
            .where('due', '=', 1),
        ),
      ]),
    )
    .orderBy('next_attempt_at')
    .limit(limit)

export const takePushedStreams = takeDue(
  { table: 'event_streams', count: 'version', until: 'next_attempt_at' },
  dueStreams,
)
