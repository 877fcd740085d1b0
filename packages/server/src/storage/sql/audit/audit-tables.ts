import type { AuditAction, AuditActorKind, ErrorCode } from '@latchkey/contract'
import type { Generated } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { Millis } from '../../../model/time.js'

/** The history, what binds it together, and how much of what happened when. */
export interface AuditTables {
  audit_entries: Omit<AuditEntryRow, 'id'> & { id: Generated<AuditEntryRow['id']> }
  audit_chain: AuditChainRow
  audit_counts: AuditCountRow
}

/** `position` and `link` are null until the entry has its place; `id` is filled in by the database. */
export interface AuditEntryRow {
  id: number
  position: number | null
  link: string | null
  action: AuditAction
  actor_kind: AuditActorKind
  actor_id: string | null
  user_id: UserId | null
  target: string | null
  /** Null when it was done. */
  refusal: ErrorCode | null
  network: string | null
  user_agent: string | null
  /** JSON. */
  detail: string | null
  occurred_at: Millis
}

/** An entry that has its place. */
export type PlacedRow = AuditEntryRow & { readonly position: number; readonly link: string }

/** One row: where the history ends, and where it begins since the oldest were removed. */
export interface AuditChainRow {
  name: 'audit'
  sealed_key: string
  /** Of the newest entry; 0 when there is none. */
  position: number
  link: string
  /** Of the newest entry that was removed; 0 when none was. */
  floor_position: number
  floor_link: string
  /** Over the four before. */
  mac: string
}

/** How often something ended so in an hour. */
export interface AuditCountRow {
  /** When the hour begins. */
  hour: Millis
  action: AuditAction
  /** Empty when it was done. */
  refusal: ErrorCode | ''
  count: number
}
