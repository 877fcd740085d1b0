import { isApiKeySession } from '../../model/api-key.js'
import type { SessionId, UserId } from '../../model/ids.js'
import type { EndReason, NewSession, Session } from '../../model/session.js'
import type { NewOrigin } from '../../model/session-origin.js'
import type { Millis } from '../../model/time.js'
import type { TransactionalStores } from '../../ports/storage.js'
import type { Connection, TransactionConnection } from './database.js'
import { endFormerTokens } from './django-accounts.js'
import type { Memory } from './memory.js'
import { findSessionsOfOrigin, keepOrigin } from './session-origins.js'
import {
  endKeysOf,
  endSession,
  endSessionsOf,
  endSessionsOfClient,
  endSignInsOf,
  insertCountedSession,
  insertSession,
  selectKeysOf,
  selectOpaqueSession,
  selectSession,
  selectSessionIdsOf,
  selectSessionIdsOfForUpdate,
  toSession,
  toSessionRow,
} from './session-statements.js'

/** Writes a new session, which gets its number. With an origin it takes a transaction: both are there, or neither. */
export const openOn = async (
  connection: Connection,
  session: NewSession,
  origin?: NewOrigin,
): Promise<Session> => {
  const insert = connection.dialect.hasSequences ? insertSession : insertCountedSession
  const [row] = await connection.run(insert, toSessionRow(session))
  if (origin !== undefined) await keepOrigin(connection, session.id, origin)
  return { ...session, number: row?.number ?? null }
}

/** No session has this id. */
const NONE = '' as SessionId

/** The part of the port that takes part in a transaction. */
export const sessionsIn = (
  connection: TransactionConnection,
  memory: Memory,
): TransactionalStores['sessions'] => ({
  findOpaque: async (hash) => {
    const [row] = await connection.run(selectOpaqueSession, { hash })
    return row && toSession(row)
  },

  find: async (id) => {
    const [row] = await connection.run(selectSession, { id })
    return row && toSession(row)
  },

  open: (session, origin) => openOn(connection, session, origin),

  end: async (id, reason, now) => {
    const ended = await connection.run(endSession, { id, reason, now })
    connection.afterCommit(() => memory.forgetSession(id))
    return ended.length > 0 ? 'ended' : 'already_ended'
  },

  endAllOfClient: async (userId, clientId, reason, now) => {
    await lockSessionsOf(connection, userId)
    const ended = await connection.run(endSessionsOfClient, { userId, clientId, reason, now })
    return forgetEnded(connection, memory, ended)
  },

  endAllOfOrigin: async (origin, reason, now) => {
    const found = await findSessionsOfOrigin(connection, origin)
    for (const userId of new Set(found.map((session) => session.user_id)))
      await lockSessionsOf(connection, userId)
    const ended: { readonly id: SessionId }[] = []
    // Asked again: what went on in another session while this waited is one of them, too.
    for (const { id } of await findSessionsOfOrigin(connection, origin))
      ended.push(...(await connection.run(endSession, { id, reason, now })))
    return forgetEnded(connection, memory, ended)
  },

  endAllOf: (userId, except, reason, now) =>
    endMany(connection, memory, { which: endSessionsOf, userId, except, reason, now }),

  endSignInsOf: (userId, except, reason, now) =>
    endMany(connection, memory, { which: endSignInsOf, userId, except, reason, now }),

  endKeysOf: async (userId, reason, now) => {
    await lockSessionsOf(connection, userId)
    const ended = await connection.run(endKeysOf, { userId, reason, now })
    return forgetEnded(connection, memory, ended)
  },

  listKeysOf: async (userId) =>
    (await connection.run(selectKeysOf, { userId })).map(toSession).filter(isApiKeySession).sort(byBirth),
})

/** Ends sessions of a user, and what a former backend gave that could open more of them. */
const endMany = async (
  connection: TransactionConnection,
  memory: Memory,
  given: {
    readonly which: typeof endSessionsOf
    readonly userId: UserId
    readonly except: SessionId | null
    readonly reason: EndReason
    readonly now: Millis
  },
): Promise<number> => {
  const { which, userId, except, reason, now } = given
  // First: whoever opens a session with such a token holds the account, and is waited for or waits.
  await connection.run(endFormerTokens, { userId, now })
  await lockSessionsOf(connection, userId)
  const ended = await connection.run(which, { userId, except: except ?? NONE, reason, now })
  return forgetEnded(connection, memory, ended)
}

/** @returns how many ended */
const forgetEnded = (
  connection: TransactionConnection,
  memory: Memory,
  ended: readonly { readonly id: SessionId }[],
): number => {
  connection.afterCommit(() => {
    for (const { id } of ended) memory.forgetSession(id)
  })
  return ended.length
}

/** Holds the sessions of a user, in the order in which others hold them too, so that nobody waits in a circle. */
export const lockSessionsOf = async (
  connection: Connection,
  userId: UserId,
): Promise<readonly SessionId[]> => {
  const ids = connection.dialect.locksRows ? selectSessionIdsOfForUpdate : selectSessionIdsOf
  return (await connection.run(ids, { userId })).map(({ id }) => id)
}

/** The youngest first. Ids begin with their time of birth. */
export const byBirth = (a: Session, b: Session): number => (a.id < b.id ? 1 : -1)
