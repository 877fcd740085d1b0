import type { AuditDetail, AuditEntry, NewAuditEntry } from '../../../model/audit-entry.js'
import { statement } from '../statement.js'
import type { AuditEntryRow, PlacedRow } from './audit-tables.js'

type NewRow = Omit<AuditEntryRow, 'id' | 'position' | 'link'>

export const toNewRow = (entry: NewAuditEntry): NewRow => ({
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

export const toEntry = (row: PlacedRow): AuditEntry => ({
  position: row.position,
  link: row.link,
  action: row.action,
  actor: { kind: row.actor_kind, id: row.actor_id },
  userId: row.user_id,
  target: row.target,
  refusal: row.refusal,
  caller:
    row.network === null && row.user_agent === null
      ? null
      : { network: row.network ?? undefined, userAgent: row.user_agent ?? undefined },
  detail: row.detail === null ? null : (JSON.parse(row.detail) as AuditDetail),
  occurredAt: row.occurred_at,
})

export const insertEntry = statement((db, given: NewRow) =>
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
