import { sql } from 'kysely'
import type { StreamId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { SecurityEvent, SecurityEvents, StreamEventType } from '../../ports/security-events.js'
import type { Database } from './database.js'
import { statement } from './statement.js'
import type { SecurityEventRow } from './tables.js'

/** Rows get their ids when they are written and are seen when they are committed, which is another order: positions are given to what can be seen. */
const COUNTER = 'security_events'

export const securityEventsOn = (database: Database): SecurityEvents => {
  const giveOrder = async (): Promise<void> => {
    const waiting = await database.run(selectWaiting, {})
    if (waiting.length === 0) return
    await database.transaction(async (connection) => {
      // Holds the counter until the commit: whoever comes next sees these positions, and no smaller one appears later.
      const [counter] = await connection.run(holdCounter, {})
      await connection.run(givePositions, { from: counter?.value ?? 0 })
      await connection.run(raiseCounter, {})
    })
  }

  return {
    after: async (position, limit) => {
      await giveOrder()
      return (await database.run(selectAfter, { position, limit })).map(toEvent)
    },
    noteOfStream: async (streamId, type, detail, now) => {
      await database.run(insertOfStream, { streamId, type, detail: JSON.stringify(detail), now })
      if (database.dialect.name === 'postgres') await database.run(wakeListeners, {})
    },
    newest: async () => (await database.run(selectCounter, {}))[0]?.value ?? 0,
    oldest: async () => (await database.run(selectOldest, {}))[0]?.position ?? undefined,
    endedNumbers: async (first, end) =>
      (await database.run(selectEndedNumbers, { first, end })).map(
        ({ session_number: number }) => number ?? 0,
      ),
    liveNumbers: async (now) => {
      const [found] = await database.run(selectLiveNumbers, { now })
      if (found === undefined || found.lowest === null || found.highest === null) return undefined
      return { lowest: found.lowest, end: found.highest + 1 }
    },
    statusSeed: async () => {
      const [row] = await database.run(selectSeed, {})
      if (row === undefined) throw new Error('the database has no seed for status lists')
      return row.seed
    },
    listen: (wake) => database.listen('latchkey_security_events', wake),
  }
}

const toEvent = (row: SecurityEventRow): SecurityEvent => ({
  position: row.position ?? 0,
  type: row.type,
  userId: row.user_id,
  sessionId: row.session_id,
  sessionNumber: row.session_number,
  clientId: row.client_id,
  streamId: row.stream_id,
  reason: row.reason,
  detail: row.detail === null ? null : (JSON.parse(row.detail) as Record<string, unknown>),
  occurredAt: row.occurred_at,
})

const insertOfStream = statement(
  (db, given: { streamId: StreamId; type: StreamEventType; detail: string; now: Millis }) => ({
    compile: () =>
      sql`insert into security_events (type, user_id, stream_id, detail, occurred_at)
        values (${given.type}, '', ${given.streamId}, ${given.detail}, ${given.now})`.compile(db),
  }),
)

const wakeListeners = statement((db) => ({
  compile: () => sql`select pg_notify('latchkey_security_events', '')`.compile(db),
}))

const selectWaiting = statement((db) =>
  db.selectFrom('security_events').select('id').where('position', 'is', null).limit(1),
)

const holdCounter = statement((db) =>
  db
    .updateTable('counters')
    .set((row) => ({ value: row.ref('value') }))
    .where('name', '=', COUNTER)
    .returning('value'),
)

const givePositions = statement((db, given: { from: number }) => ({
  compile: () =>
    sql`update security_events set position = ordered.place + ${given.from}
      from (select id, row_number() over (order by id) as place from security_events where position is null) as ordered
      where ordered.id = security_events.id`.compile(db),
}))

/** To the highest position there is; what was swept since had lower ones. */
const raiseCounter = statement((db) => ({
  compile: () =>
    sql`update counters set value = (select max(position) from security_events)
      where name = ${COUNTER} and value < (select max(position) from security_events)`.compile(db),
}))

const selectCounter = statement((db) => db.selectFrom('counters').select('value').where('name', '=', COUNTER))

const selectAfter = statement((db, given: { position: number; limit: number }) =>
  db
    .selectFrom('security_events')
    .selectAll()
    .where('position', '>', given.position)
    .orderBy('position')
    .limit(given.limit),
)

const selectOldest = statement((db) =>
  db
    .selectFrom('security_events')
    .select('position')
    .where('position', 'is not', null)
    .orderBy('position')
    .limit(1),
)

const selectEndedNumbers = statement((db, given: { first: number; end: number }) =>
  db
    .selectFrom('security_events')
    .select('session_number')
    .where('session_number', '>=', given.first)
    .where('session_number', '<', given.end),
)

/** Two walks along the index, each to the first that lives: asked for both ends at once, SQLite would read every session. */
const selectLiveNumbers = statement((db, given: { now: Millis }) => {
  const live = db
    .selectFrom('sessions')
    .select('number')
    .where('number', 'is not', null)
    .where('expires_at', '>', given.now)
    .limit(1)
  return db.selectNoFrom([
    live.orderBy('number', 'asc').as('lowest'),
    live.orderBy('number', 'desc').as('highest'),
  ])
})

const selectSeed = statement((db) =>
  db.selectFrom('status_seeds').select('seed').where('name', '=', 'sessions'),
)
