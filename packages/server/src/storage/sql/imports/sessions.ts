import { sql } from 'kysely'
import type { ImportBatch } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { toSessionRow } from '../session-statements.js'
import { bulkStatement, type Columns, insertAll, runBulk } from './given-rows.js'

/** What sessions of a source are on record under. */
export const sessionSource = (source: string): string => `${source} session`

/** Sessions of a former backend, and its tokens that open none. */
export const importSessions = (
  connection: Connection,
): Pick<ImportBatch, 'addSessions' | 'addSpentProofs'> => ({
  addSessions: async (source, sessions, now) => {
    // That it was imported is on record even when the session itself is long swept away.
    const fresh = await runBulk(
      connection,
      insertRecords,
      sessions.map((session) => ({
        source: sessionSource(source),
        source_id: session.opaqueHash,
        user_id: session.userId,
        // By what it was carried: its table there may be missing the next time.
        digest: session.form,
        imported_at: now,
      })),
    )
    const unknown = new Set(fresh.map((row) => row.source_id))
    await runBulk(
      connection,
      insertSessions,
      sessions
        .filter((session) => unknown.has(session.opaqueHash))
        .map((session) => ({ ...toSessionRow(session) })),
    )
    return unknown.size
  },

  addSpentProofs: async (proofs) => {
    const added = await runBulk(
      connection,
      insertSpentProofs,
      proofs.map(({ key, expiresAt }) => ({ key, expires_at: expiresAt })),
    )
    return added.length
  },
})

/** But for those of people who have ended all their sessions since: what the former backend still takes for one is over too. */
const insertRecords = bulkStatement(
  { source: 'text', source_id: 'text', user_id: 'text', digest: 'text', imported_at: 'number' },
  (given) =>
    sql<{ source_id: string }>`
      insert into imports (source, source_id, user_id, digest, imported_at)
      select source, source_id, user_id, digest, imported_at from ${given}
      where not exists (
        select 1 from django_accounts
        where django_accounts.user_id = given.user_id and django_accounts.former_ended_at is not null
      )
      on conflict do nothing returning source_id`,
)

const insertSpentProofs = bulkStatement(
  { key: 'text', expires_at: 'number' },
  (given) =>
    sql<{ key: string }>`
      insert into spent_proofs (key, expires_at) select key, expires_at from ${given} where true
      on conflict do nothing returning key`,
)

const SESSION_COLUMNS = {
  id: 'text',
  user_id: 'text',
  client_id: 'text',
  scope: 'text',
  audience: 'text',
  amr: 'text',
  authenticated_at: 'number',
  created_at: 'number',
  last_used_at: 'number',
  expires_at: 'number',
  generation: 'number',
  rotated_at: 'number',
  ended_at: 'number',
  end_reason: 'text',
  cookie_hash: 'text',
  remembered: 'number',
  user_agent: 'text',
  opaque_hash: 'text',
  idle_limit: 'number',
  key_name: 'text',
  key_hint: 'text',
} as const satisfies Columns

const insertSessions = insertAll('sessions', SESSION_COLUMNS)
