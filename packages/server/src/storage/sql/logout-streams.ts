import { sql } from 'kysely'
import type { LogoutStreams } from '../../ports/event-streams.js'
import type { Connection } from './database.js'
import { insertOf } from './event-stream-statements.js'
import { toRow } from './event-streams.js'
import { statement } from './statement.js'
import type { EventStreamRow } from './tables.js'

export const logoutStreamsOn = (connection: Connection): LogoutStreams => ({
  keep: async (stream) => {
    await connection.run(upsertLogoutStream, toRow(stream))
  },
  end: async (clientId) => {
    await connection.run(deleteLogoutStreamOf, { clientId })
  },
  endUnwanted: async ({ wanted, configured }) => {
    for (const { id, version, client_id: clientId, stored } of await connection.run(
      selectLogoutStreams,
      {},
    )) {
      const isWanted = configured.includes(clientId) ? wanted.includes(clientId) : stored !== null
      // One that somebody has asked for since has another version.
      if (!isWanted) await connection.run(deleteLogoutStream, { id, version })
    }
  },
})

/** One a client, however many processes begin in the same moment. */
const upsertLogoutStream = statement((db, given: EventStreamRow) =>
  insertOf(db, given).onConflict((conflict) =>
    conflict
      .column('client_id')
      .where(sql.ref('kind'), '=', sql.lit('logout'))
      .doUpdateSet((row) => ({
        // An address that is mended is not made to wait for what was wrong with the other.
        next_attempt_at: row
          .case()
          .when('event_streams.push_endpoint', '!=', given.push_endpoint)
          .then(given.next_attempt_at)
          .else(row.ref('event_streams.next_attempt_at'))
          .end(),
        push_endpoint: given.push_endpoint,
        version: row('event_streams.version', '+', 1),
      })),
  ),
)

const selectLogoutStreams = statement((db) =>
  db
    .selectFrom('event_streams')
    .leftJoin('clients', 'clients.id', 'event_streams.client_id')
    .select([
      'event_streams.id',
      'event_streams.version',
      'event_streams.client_id',
      'clients.back_channel_logout_uri as stored',
    ])
    .where('kind', '=', 'logout'),
)

const deleteLogoutStream = statement((db, given: Pick<EventStreamRow, 'id' | 'version'>) =>
  db
    .deleteFrom('event_streams')
    .where('id', '=', given.id)
    .where('version', '=', given.version)
    .where('kind', '=', 'logout'),
)

const deleteLogoutStreamOf = statement((db, given: { clientId: string }) =>
  db.deleteFrom('event_streams').where('client_id', '=', given.clientId).where('kind', '=', 'logout'),
)
