import type { NewAuditEntry } from '../../model/audit-entry.js'
import type { AuditHistory } from '../../ports/audit-history.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { AuditEntryRow } from './tables.js'

export const auditHistoryOn = (connection: Connection): AuditHistory => ({
  note: async (entry) => {
    await connection.run(insertEntry, toRow(entry))
  },
})

type NewRow = Omit<AuditEntryRow, 'id' | 'position' | 'link'>

const toRow = (entry: NewAuditEntry): NewRow => ({
  action: entry.action,
  actor_kind: entry.actor.kind,
  actor_id: entry.actor.id,
  user_id: entry.userId,
  target: entry.target,
  refusal: entry.refusal,
  network: entry.caller?.network ?? null,
  user_agent: entry.caller?.userAgent ?? null,
  detail: entry.detail === null ? null : JSON.stringify(entry.detail),
  occurred_at: entry.occurredAt,
})

const insertEntry = statement((db, given: NewRow) =>
  db.insertInto('audit_entries').values({
    action: given.action,
    actor_kind: given.actor_kind,
    actor_id: given.actor_id,
    user_id: given.user_id,
    target: given.target,
    refusal: given.refusal,
    network: given.network,
    user_agent: given.user_agent,
    detail: given.detail,
    occurred_at: given.occurred_at,
  }),
)
