import type { SessionId } from '../../model/ids.js'
import { formatScope } from '../../model/scope.js'
import { type EndReason, judgeLateRefresh, type Session } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { Sessions } from '../../ports/sessions.js'
import type { Connection, Database } from './database.js'
import type { Recent } from './recent.js'
import type { SessionTouches } from './session-touches.js'
import { statement } from './statement.js'
import type { SessionRow } from './tables.js'

export const openSessionIn = (connection: Connection): Pick<Sessions, 'open'> => ({
  open: async (session) => {
    await connection.run(insertSession, toRow(session))
  },
})

/** The port over a database, with a memory of what was just read and a batch of uses to write. */
export const sessionsOn = (
  database: Database,
  recent: Recent<SessionId, Session>,
  touches: SessionTouches,
): Sessions => {
  const find: Sessions['find'] = async (id) => {
    const session = toSession(await database.run(selectSession, { id }))
    return session && { ...session, lastUsedAt: Math.max(session.lastUsedAt, touches.lastNoted(id)) }
  }

  const end: Sessions['end'] = async (id, reason, now) => {
    const ended = await database.run(endSession, { id, reason, now })
    recent.forget(id)
    return ended.length > 0 ? 'ended' : 'already_ended'
  }

  return {
    ...openSessionIn(database),
    find,
    recall: (id) => recent.recall(id, () => find(id)),
    end,
    touch: (id, now) => {
      touches.note(id, now)
      recent.forget(id)
    },

    rotate: async (id, generation, policy, now) => {
      // The point of no return: of all requests with this generation exactly one gets the row.
      const idleSince = now - policy.idleLimit
      const rotated = await recent.renew(id, async () =>
        toSession(await database.run(rotateSession, { id, generation, now, idleSince })),
      )
      if (rotated !== undefined) return { outcome: 'rotated', session: rotated }

      const session = await find(id)
      if (session === undefined) return { outcome: 'unknown' }
      const outcome = judgeLateRefresh(session, generation, policy, now)
      if (outcome === 'replayed') return { outcome, session }
      // Generations only grow, so what was reused when it was read is reused for ever: the end needs no further condition.
      if (outcome === 'reused') await end(id, 'refresh_token_reused', now)
      return { outcome }
    },
  }
}

const toRow = (session: Session): SessionRow => ({
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
})

const toSession = ([row]: readonly SessionRow[]): Session | undefined =>
  row && {
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
  }

const words = (text: string): string[] => (text === '' ? [] : text.split(' '))

const insertSession = statement((db, given: SessionRow) =>
  db.insertInto('sessions').values({
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
  }),
)

const selectSession = statement((db, given: { id: SessionId }) =>
  db.selectFrom('sessions').selectAll().where('id', '=', given.id),
)

const rotateSession = statement(
  (db, given: { id: SessionId; generation: number; now: Millis; idleSince: Millis }) =>
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
      .where('last_used_at', '>', given.idleSince)
      .returningAll(),
)

const endSession = statement((db, given: { id: SessionId; reason: EndReason; now: Millis }) =>
  db
    .updateTable('sessions')
    .set({ ended_at: given.now, end_reason: given.reason })
    .where('id', '=', given.id)
    .where('ended_at', 'is', null)
    .returning('id'),
)
