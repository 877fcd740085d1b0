import { sql } from 'kysely'
import { LONG_AGO } from '../../../model/identity.js'
import type { EndReason } from '../../../model/session.js'
import type { FormerForm, ImportBatch } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { statement } from '../statement.js'
import { bulkStatement, runBulk } from './given-rows.js'
import { sessionSource } from './sessions.js'

const REVOKED: EndReason = 'revoked'

/** What ended at a former backend ends here. */
export const endImports = (
  connection: Connection,
): Pick<ImportBatch, 'endFormerTokens' | 'endFormerSessions' | 'listSessions' | 'endSessions'> => {
  const endFormerTokens: ImportBatch['endFormerTokens'] = async (userIds, now) => {
    await runBulk(
      connection,
      endTokens,
      userIds.map((id) => ({ user_id: id, now })),
    )
  }
  return {
    endFormerTokens,

    endFormerSessions: async (userIds, now) => {
      // First: whoever opens a session with such a token holds the account, and is waited for or waits.
      await endFormerTokens(userIds, now)
      await runBulk(
        connection,
        endSessionsOfUsers,
        userIds.map((id) => ({ user_id: id, now })),
      )
    },

    listSessions: async (source, { after, limit }) =>
      (await connection.run(selectSessions, { source: sessionSource(source), after, limit })).map((row) => ({
        opaqueHash: row.source_id,
        form: row.digest as FormerForm,
      })),

    endSessions: async (opaqueHashes, now) => {
      await runBulk(
        connection,
        endSessionsOfHashes,
        opaqueHashes.map((hash) => ({ opaque_hash: hash, now })),
      )
    },
  }
}

const endTokens = bulkStatement(
  { user_id: 'text', now: 'number' },
  (given) =>
    sql`
      update django_accounts set former_ended_at = given.now
      from ${given} where django_accounts.user_id = given.user_id and django_accounts.former_ended_at is null`,
)

/** By whatever they were opened there, a JWT too: nobody knows how the person proved who they are. An API key was never opened there. */
const endSessionsOfUsers = bulkStatement(
  { user_id: 'text', now: 'number' },
  (given) =>
    sql`
      update sessions set ended_at = given.now, end_reason = ${sql.lit(REVOKED)}
      from ${given} where sessions.user_id = given.user_id and sessions.ended_at is null
        and sessions.opaque_hash is not null and sessions.amr = '' and sessions.authenticated_at = ${sql.lit(LONG_AGO)}
        and sessions.key_name is null`,
)

const selectSessions = statement((db, given: { source: string; after: string; limit: number }) =>
  db
    .selectFrom('imports')
    .innerJoin('sessions', 'sessions.opaque_hash', 'imports.source_id')
    .select(['imports.source_id', 'imports.digest'])
    .where('imports.source', '=', given.source)
    .where('imports.source_id', '>', given.after)
    .where('sessions.ended_at', 'is', null)
    .orderBy('imports.source_id')
    .limit(given.limit),
)

const endSessionsOfHashes = bulkStatement(
  { opaque_hash: 'text', now: 'number' },
  (given) =>
    sql`
      update sessions set ended_at = given.now, end_reason = ${sql.lit(REVOKED)}
      from ${given} where sessions.opaque_hash = given.opaque_hash and sessions.ended_at is null`,
)
