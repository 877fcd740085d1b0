import type { EventDelivery, EventStream } from '../../model/event-stream.js'
import type { EventStreams } from '../../ports/event-streams.js'
import type { Database } from './database.js'
import {
  countExclusions,
  countStreams,
  deleteExclusion,
  deleteStream,
  insertExclusion,
  insertStream,
  selectAnyStream,
  selectExclusions,
  selectStream,
  selectStreams,
  takePushedStreams,
  updateStream,
} from './event-stream-statements.js'
import type { EventStreamRow } from './tables.js'

export const eventStreamsOn = (database: Database): EventStreams => ({
  // Two in the same moment may make one more than there may be, which harms nobody.
  add: (stream, most) =>
    database.transaction(async (transaction) => {
      const [row] = await transaction.run(countStreams, { clientId: stream.clientId })
      if (Number(row?.count ?? 0) >= most) return 'limit-reached'
      await transaction.run(insertStream, toRow(stream))
      return 'added'
    }),
  find: async (id, clientId) => (await database.run(selectStream, { id, clientId })).map(toStream)[0],
  findAny: async (id) => (await database.run(selectAnyStream, { id })).map(toStream)[0],
  listOf: async (clientId) => (await database.run(selectStreams, { clientId })).map(toStream),
  replace: async (stream) =>
    (await database.run(updateStream, toRow(stream))).length > 0 ? 'replaced' : 'changed',
  remove: async (id, clientId) =>
    (await database.run(deleteStream, { id, clientId })).length > 0 ? 'removed' : 'unknown',
  exclude: (id, subject, most) =>
    database.transaction(async (transaction) => {
      const [row] = await transaction.run(countExclusions, { id })
      if (Number(row?.count ?? 0) >= most) return 'limit-reached'
      await transaction.run(insertExclusion, { id, subject })
      return 'excluded'
    }),
  include: async (id, subject) => {
    await database.run(deleteExclusion, { id, subject })
  },
  exclusionsOf: async (id) =>
    new Set((await database.run(selectExclusions, { id })).map(({ subject }) => subject)),
  claimPushed: async (limit, newest, now, until) =>
    (await takePushedStreams(database, { limit, newest, now, until })).map(toStream),
})

const toStream = (row: EventStreamRow): EventStream => ({
  id: row.id,
  clientId: row.client_id,
  description: row.description,
  requested: JSON.parse(row.requested) as readonly string[],
  delivery: toDelivery(row),
  status: row.status,
  statusReason: row.status_reason,
  position: row.position,
  acknowledged: JSON.parse(row.acknowledged) as readonly number[],
  version: row.version,
  createdAt: row.created_at,
  activeAt: row.active_at,
  verifiedAt: row.verified_at,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastError: row.last_error,
})

const toDelivery = (row: EventStreamRow): EventDelivery => {
  if (row.push_endpoint === null) return { kind: 'poll' }
  return row.kind === 'logout'
    ? { kind: 'logout', endpoint: row.push_endpoint }
    : { kind: 'push', endpoint: row.push_endpoint, sealedAuthorization: row.push_authorization }
}

export const toRow = ({ delivery, ...stream }: EventStream): EventStreamRow => ({
  id: stream.id,
  client_id: stream.clientId,
  kind: delivery.kind === 'logout' ? 'logout' : 'events',
  description: stream.description,
  requested: JSON.stringify(stream.requested),
  push_endpoint: delivery.kind === 'poll' ? null : delivery.endpoint,
  push_authorization: delivery.kind === 'push' ? delivery.sealedAuthorization : null,
  status: stream.status,
  status_reason: stream.statusReason,
  position: stream.position,
  acknowledged: JSON.stringify(stream.acknowledged),
  version: stream.version,
  created_at: stream.createdAt,
  active_at: stream.activeAt,
  verified_at: stream.verifiedAt,
  attempts: stream.attempts,
  next_attempt_at: stream.nextAttemptAt,
  last_error: stream.lastError,
})
