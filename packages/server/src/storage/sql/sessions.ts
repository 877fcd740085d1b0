import { isApiKeySession } from '../../model/api-key.js'
import type { SessionId } from '../../model/ids.js'
import { judgeLateRefresh, type Session } from '../../model/session.js'
import type { Sessions } from '../../ports/sessions.js'
import { Bounded } from './bounded.js'
import type { Database } from './database.js'
import type { Memory } from './memory.js'
import type { Recent } from './recent.js'
import {
  endSession,
  rotateSession,
  selectKeysOf,
  selectOpaqueSession,
  selectSession,
  selectSessionsOf,
  toSession,
} from './session-statements.js'
import type { SessionTouches } from './session-touches.js'
import { byBirth, openOn, sessionsIn } from './sessions-in-transaction.js'

const REMEMBERED_HASHES = 50_000

/** The port over a database, with a memory of what was just read and a batch of uses to write. */
export const sessionsOn = (
  database: Database,
  recent: Recent<SessionId, Session>,
  memory: Memory,
  touches: SessionTouches,
): Sessions => {
  const opaque = new Bounded<string, SessionId>(REMEMBERED_HASHES)
  const withLastUse = (session: Session): Session => ({
    ...session,
    lastUsedAt: Math.max(session.lastUsedAt, touches.lastNoted(session.id)),
  })

  const find: Sessions['find'] = async (id) => {
    const [row] = await database.run(selectSession, { id })
    return row && withLastUse(toSession(row))
  }

  const findOpaque: Sessions['findOpaque'] = async (hash) => {
    const [row] = await database.run(selectOpaqueSession, { hash })
    return row && withLastUse(toSession(row))
  }

  const end: Sessions['end'] = async (id, reason, now) => {
    const ended = await database.run(endSession, { id, reason, now })
    recent.forget(id)
    return ended.length > 0 ? 'ended' : 'already_ended'
  }

  return {
    open: (session, origin) =>
      origin === undefined
        ? openOn(database, session)
        : database.transaction((connection) => openOn(connection, session, origin)),
    find,
    recall: (id) => recent.recall(id, () => find(id)),
    findOpaque,
    recallOpaque: async (hash) => {
      // Whose token it is never changes; what has become of the session does.
      const id = opaque.find(hash)
      if (id !== undefined) return recent.recall(id, () => find(id))
      const session = await findOpaque(hash)
      if (session !== undefined) opaque.keep(hash, session.id)
      return session
    },
    listOf: async (userId) =>
      (await database.run(selectSessionsOf, { userId }))
        .map((row) => withLastUse(toSession(row)))
        .sort(byLastUse),
    end,
    endAllOf: (...which) =>
      database.transaction((connection) => sessionsIn(connection, memory).endAllOf(...which)),
    endSignInsOf: (...which) =>
      database.transaction((connection) => sessionsIn(connection, memory).endSignInsOf(...which)),
    endKeysOf: (...which) =>
      database.transaction((connection) => sessionsIn(connection, memory).endKeysOf(...which)),
    listKeysOf: async (userId) =>
      (await database.run(selectKeysOf, { userId }))
        .map((row) => withLastUse(toSession(row)))
        .filter(isApiKeySession)
        .sort(byBirth),
    endAllOfOrigin: (...which) =>
      database.transaction((connection) => sessionsIn(connection, memory).endAllOfOrigin(...which)),
    endAllOfClient: (...which) =>
      database.transaction((connection) => sessionsIn(connection, memory).endAllOfClient(...which)),
    touch: (id, now) => {
      touches.note(id, now)
      recent.forget(id)
    },

    rotate: async (id, generation, policy, now) => {
      // The point of no return: of all requests with this generation exactly one gets the row.
      const { idleLimit } = policy
      const rotated = await recent.renew(id, async () => {
        const [row] = await database.run(rotateSession, { id, generation, now, idleLimit })
        return row && toSession(row)
      })
      if (rotated !== undefined) return { outcome: 'rotated', session: rotated }

      const session = await find(id)
      if (session === undefined) return { outcome: 'unknown' }
      const outcome = judgeLateRefresh(session, generation, policy, now)
      if (outcome === 'replayed') return { outcome, session }
      return { outcome }
    },
  }
}

/** Last used first; of those used in the same moment the youngest first. */
const byLastUse = (a: Session, b: Session): number => b.lastUsedAt - a.lastUsedAt || (a.id < b.id ? 1 : -1)
