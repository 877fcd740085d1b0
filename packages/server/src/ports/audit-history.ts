import type { NewAuditEntry } from '../model/audit-entry.js'

/** Who did what to whom, from where, and how it ended. Entries are added; none is ever changed. */
export interface AuditHistory {
  /** Writes an entry, in the transaction of what it tells: neither is there without the other. */
  note(entry: NewAuditEntry): Promise<void>
}
