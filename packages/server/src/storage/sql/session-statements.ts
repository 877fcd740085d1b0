import type { SessionId, UserId } from '../../model/ids.js'
import { formatScope } from '../../model/scope.js'
import type { EndReason, NewSession, Session } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import { statement } from './statement.js'
import type { SessionRow } from './tables.js'

/** A row without what the database fills in. */
export type NewSessionRow = Omit<SessionRow, 'number'>

export const toSessionRow = (session: NewSession): NewSessionRow => ({
  id: session.id,
  user_id: session.userId,
  client_id: session.clientId,
  scope: formatScope(session.scopes),
  audience: session.audience,
  amr: session.amr.join(' '),
  authenticated_at: session.authenticatedAt,
  created_at: session.createdAt,
  last_used_at: session.lastUsedAt,
  expires_at: session.expiresAt,
  generation: session.generation,
  rotated_at: session.rotatedAt,
  ended_at: session.endedAt,
  end_reason: session.endReason,
  cookie_hash: session.cookieHash,
  remembered: session.remembered ? 1 : 0,
  user_agent: session.userAgent,
  opaque_hash: session.opaqueHash,
  idle_limit: session.idleLimit,
  key_name: session.apiKey?.name ?? null,
  key_hint: session.apiKey?.hint ?? null,
  actor_id: session.actor?.userId ?? null,
  actor_session: session.actor?.sessionId ?? null,
})

export const toSession = (row: SessionRow): Session => ({
  id: row.id,
  userId: row.user_id,
  clientId: row.client_id,
  scopes: words(row.scope),
  audience: row.audience,
  amr: words(row.amr),
  authenticatedAt: row.authenticated_at,
  createdAt: row.created_at,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
  generation: row.generation,
  rotatedAt: row.rotated_at,
  endedAt: row.ended_at,
  endReason: row.end_reason,
  cookieHash: row.cookie_hash,
  remembered: row.remembered === 1,
  userAgent: row.user_agent,
  opaqueHash: row.opaque_hash,
  idleLimit: row.idle_limit,
  number: row.number,
  apiKey: row.key_name === null ? null : { name: row.key_name, hint: row.key_hint ?? '' },
  actor:
    row.actor_id === null || row.actor_session === null
      ? null
      : { userId: row.actor_id, sessionId: row.actor_session },
})

const words = (text: string): string[] => (text === '' ? [] : text.split(' '))

/** The values of a new row, one by one: a statement sees names and cannot spread them. */
const cells = (given: NewSessionRow): NewSessionRow => ({
  id: given.id,
  user_id: given.user_id,
  client_id: given.client_id,
  scope: given.scope,
  audience: given.audience,
  amr: given.amr,
  authenticated_at: given.authenticated_at,
  created_at: given.created_at,
  last_used_at: given.last_used_at,
  expires_at: given.expires_at,
  generation: given.generation,
  rotated_at: given.rotated_at,
  ended_at: given.ended_at,
  end_reason: given.end_reason,
  cookie_hash: given.cookie_hash,
  remembered: given.remembered,
  user_agent: given.user_agent,
  opaque_hash: given.opaque_hash,
  idle_limit: given.idle_limit,
  key_name: given.key_name,
  key_hint: given.key_hint,
  actor_id: given.actor_id,
  actor_session: given.actor_session,
})

/** Where a sequence numbers the row. */
export const insertSession = statement((db, given: NewSessionRow) =>
  db.insertInto('sessions').values(cells(given)).returning('number'),
)

/** Where a counter numbers it, which goes up with the insert and stands in the same transaction. */
export const insertCountedSession = statement((db, given: NewSessionRow) =>
  db
    .insertInto('sessions')
    .values((row) => ({
      ...cells(given),
      number: row.selectFrom('counters').select('value').where('name', '=', 'sessions'),
    }))
    .returning('number'),
)

export const selectSession = statement((db, given: { id: SessionId }) =>
  db.selectFrom('sessions').selectAll().where('id', '=', given.id),
)

export const selectOpaqueSession = statement((db, given: { hash: string }) =>
  db.selectFrom('sessions').selectAll().where('opaque_hash', '=', given.hash),
)

export const selectSessionsOf = statement((db, given: { userId: UserId }) =>
  db.selectFrom('sessions').selectAll().where('user_id', '=', given.userId),
)

export const selectKeysOf = statement((db, given: { userId: UserId }) =>
  db.selectFrom('sessions').selectAll().where('user_id', '=', given.userId).where('key_name', 'is not', null),
)

export const selectSessionIdsOf = statement((db, given: { userId: UserId }) =>
  db.selectFrom('sessions').select('id').where('user_id', '=', given.userId).orderBy('id'),
)

export const selectSessionIdsOfForUpdate = statement((db, given: { userId: UserId }) =>
  db.selectFrom('sessions').select('id').where('user_id', '=', given.userId).orderBy('id').forUpdate(),
)

export const rotateSession = statement(
  (db, given: { id: SessionId; generation: number; now: Millis; idleLimit: Millis }) =>
    db
      .updateTable('sessions')
      .set((row) => ({
        generation: row('generation', '+', 1),
        rotated_at: given.now,
        last_used_at: given.now,
      }))
      .where('id', '=', given.id)
      .where('generation', '=', given.generation)
      .where('ended_at', 'is', null)
      .where('expires_at', '>', given.now)
      .where((row) =>
        row(
          row('last_used_at', '+', row.fn.coalesce('idle_limit', row.val(given.idleLimit))),
          '>',
          given.now,
        ),
      )
      .returningAll(),
)

export const endSession = statement((db, given: { id: SessionId; reason: EndReason; now: Millis }) =>
  db
    .updateTable('sessions')
    .set({ ended_at: given.now, end_reason: given.reason })
    .where('id', '=', given.id)
    .where('ended_at', 'is', null)
    .returning('id'),
)

export const endSessionsOf = statement(
  (db, given: { userId: UserId; except: SessionId; reason: EndReason; now: Millis }) =>
    db
      .updateTable('sessions')
      .set({ ended_at: given.now, end_reason: given.reason })
      .where('user_id', '=', given.userId)
      .where('id', '!=', given.except)
      .where('ended_at', 'is', null)
      .returning('id'),
)

export const endSignInsOf = statement(
  (db, given: { userId: UserId; except: SessionId; reason: EndReason; now: Millis }) =>
    db
      .updateTable('sessions')
      .set({ ended_at: given.now, end_reason: given.reason })
      .where('user_id', '=', given.userId)
      .where('id', '!=', given.except)
      .where('key_name', 'is', null)
      .where('ended_at', 'is', null)
      .returning('id'),
)

export const endKeysOf = statement((db, given: { userId: UserId; reason: EndReason; now: Millis }) =>
  db
    .updateTable('sessions')
    .set({ ended_at: given.now, end_reason: given.reason })
    .where('user_id', '=', given.userId)
    .where('key_name', 'is not', null)
    .where('ended_at', 'is', null)
    .returning('id'),
)

export const endSessionsOfClient = statement(
  (db, given: { userId: UserId; clientId: string; reason: EndReason; now: Millis }) =>
    db
      .updateTable('sessions')
      .set({ ended_at: given.now, end_reason: given.reason })
      .where('user_id', '=', given.userId)
      .where('client_id', '=', given.clientId)
      .where('ended_at', 'is', null)
      .returning('id'),
)
