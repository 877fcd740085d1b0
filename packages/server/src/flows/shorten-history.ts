import type { NewAuditEntry } from '../model/audit-entry.js'
import type { Millis } from '../model/time.js'
import type { AuditHistory, AuditRemoval } from '../ports/audit-history.js'
import type { Clock } from '../ports/clock.js'

export interface ShortenHistoryDeps {
  readonly auditHistory: Pick<AuditHistory, 'shorten'>
  readonly clock: Clock
  /** How long an entry is kept; undefined: for good. */
  readonly auditLifetime: Millis | undefined
}

/** Removes entries of the audit history that are older than they are kept. That they were removed stands in it. */
export const shortenHistory = async ({
  auditHistory,
  clock,
  auditLifetime,
}: ShortenHistoryDeps): Promise<void> => {
  if (auditLifetime === undefined) return
  const now = clock.now()
  const tell = (removal: AuditRemoval): NewAuditEntry => tellOf(removal, now)
  while ((await auditHistory.shorten(now - auditLifetime, tell)) !== undefined);
}

const tellOf = ({ removed, upTo }: AuditRemoval, now: Millis): NewAuditEntry => ({
  action: 'audit.shortened',
  actor: { kind: 'server', id: null },
  userId: null,
  target: null,
  refusal: null,
  caller: null,
  detail: { entries: removed, position: upTo.position, link: upTo.link },
  occurredAt: now,
})
