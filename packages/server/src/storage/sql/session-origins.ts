import type { SessionId, UserId } from '../../model/ids.js'
import type { EndedOrigin, NewOrigin } from '../../model/session-origin.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'

/** Notes where a session comes from. One that goes on from a session of no known origin has none either. */
export const keepOrigin = async (connection: Connection, id: SessionId, origin: NewOrigin): Promise<void> => {
  if (origin.kind === 'continued') await connection.run(copyOrigin, { id, from: origin.from })
  else await connection.run(insertOrigin, { id, ...origin.keys })
}

/** A session that has not ended, and whose it is. */
export interface OwnedSession {
  readonly id: SessionId
  readonly user_id: UserId
}

/** The sessions of this origin that have not ended, in an order in which everybody holds them. */
export const findSessionsOfOrigin = (
  connection: Connection,
  { subject, session }: EndedOrigin,
): Promise<readonly OwnedSession[]> => {
  if (subject === null) return connection.run(selectOfSession, { session })
  return session === null
    ? connection.run(selectOfSubject, { subject })
    : connection.run(selectOfBoth, { subject, session })
}

const insertOrigin = statement((db, given: { id: SessionId; subject: string; session: string | null }) =>
  db.insertInto('session_origins').values({
    session_id: given.id,
    subject_key: given.subject,
    session_key: given.session,
  }),
)

const copyOrigin = statement((db, given: { id: SessionId; from: SessionId }) =>
  db
    .insertInto('session_origins')
    .columns(['subject_key', 'session_key', 'session_id'])
    .expression((rows) =>
      rows
        .selectFrom('session_origins')
        .innerJoin('sessions', (join) => join.on('sessions.id', '=', given.id))
        .select(['subject_key', 'session_key', 'sessions.id'])
        .where('session_id', '=', given.from),
    ),
)

const selectOfSubject = statement((db, given: { subject: string }) =>
  db
    .selectFrom('session_origins')
    .innerJoin('sessions', 'sessions.id', 'session_id')
    .select(['sessions.id', 'user_id'])
    .where('subject_key', '=', given.subject)
    .where('ended_at', 'is', null)
    .orderBy('user_id')
    .orderBy('sessions.id'),
)

const selectOfSession = statement((db, given: { session: string }) =>
  db
    .selectFrom('session_origins')
    .innerJoin('sessions', 'sessions.id', 'session_id')
    .select(['sessions.id', 'user_id'])
    .where('session_key', '=', given.session)
    .where('ended_at', 'is', null)
    .orderBy('user_id')
    .orderBy('sessions.id'),
)

/** Where the provider told no session at sign-in, it cannot be told apart from the one that ended: it ends. */
const selectOfBoth = statement((db, given: { subject: string; session: string }) =>
  db
    .selectFrom('session_origins')
    .innerJoin('sessions', 'sessions.id', 'session_id')
    .select(['sessions.id', 'user_id'])
    .where('subject_key', '=', given.subject)
    .where((row) => row.or([row('session_key', '=', given.session), row('session_key', 'is', null)]))
    .where('ended_at', 'is', null)
    .orderBy('user_id')
    .orderBy('sessions.id'),
)
