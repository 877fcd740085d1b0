import type { StreamId } from '../../model/ids.js'
import type { DeadLetter, DeadLetters } from '../../ports/event-streams.js'
import type { SecurityEvent } from '../../ports/security-events.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { DeadLetterRow } from './tables.js'

export const deadLettersOn = (connection: Connection): DeadLetters => ({
  note: async (letter) => {
    await connection.run(upsertLetter, toRow(letter))
  },
  dueOf: async (id) => (await connection.run(selectDue, { id })).map(toLetter),
  settle: async (id, position) => {
    await connection.run(deleteLetter, { id, position })
  },
  list: async (limit) => (await connection.run(selectLetters, { limit })).map(toLetter),
  retry: async (id) => (await connection.run(makeDue, { id })).length,
})

const toLetter = (row: DeadLetterRow): DeadLetter => ({
  streamId: row.stream_id,
  event: JSON.parse(row.event) as SecurityEvent,
  error: row.error,
  notedAt: row.noted_at,
  isDue: row.due === 1,
})

const toRow = (letter: DeadLetter): DeadLetterRow => ({
  stream_id: letter.streamId,
  position: letter.event.position,
  event: JSON.stringify(letter.event),
  error: letter.error,
  noted_at: letter.notedAt,
  due: letter.isDue ? 1 : 0,
})

const upsertLetter = statement((db, given: DeadLetterRow) =>
  db
    .insertInto('dead_letters')
    .values({
      stream_id: given.stream_id,
      position: given.position,
      event: given.event,
      error: given.error,
      noted_at: given.noted_at,
      due: given.due,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['stream_id', 'position'])
        .doUpdateSet({ error: given.error, noted_at: given.noted_at, due: given.due }),
    ),
)

const selectDue = statement((db, given: { id: StreamId }) =>
  db
    .selectFrom('dead_letters')
    .selectAll()
    .where('stream_id', '=', given.id)
    .where('due', '=', 1)
    .orderBy('position'),
)

const deleteLetter = statement((db, given: { id: StreamId; position: number }) =>
  db.deleteFrom('dead_letters').where('stream_id', '=', given.id).where('position', '=', given.position),
)

const selectLetters = statement((db, given: { limit: number }) =>
  db
    .selectFrom('dead_letters')
    .selectAll()
    .orderBy('noted_at', 'desc')
    .orderBy('position', 'desc')
    .limit(given.limit),
)

const makeDue = statement((db, given: { id: StreamId }) =>
  db.updateTable('dead_letters').set({ due: 1 }).where('stream_id', '=', given.id).returning('position'),
)
