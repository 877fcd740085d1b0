import type { AdminAuditEntry } from '@latchkey/contract'
import type { AuditDetail, AuditEntry } from '../../../model/audit-entry.js'
import { toMoment } from '../../../model/time.js'

/** An entry of the audit history as operators see it. */
export const describeEntry = (entry: AuditEntry): AdminAuditEntry => ({
  position: entry.position,
  link: entry.link,
  action: entry.action,
  actor: { ...entry.actor },
  user: entry.userId,
  target: entry.target,
  outcome: entry.refusal === null ? 'done' : 'refused',
  refusal: entry.refusal,
  network: entry.caller?.network ?? null,
  userAgent: entry.caller?.userAgent ?? null,
  detail: entry.detail && describeDetail(entry.detail),
  occurredAt: toMoment(entry.occurredAt),
})

const describeDetail = (detail: AuditDetail): NonNullable<AdminAuditEntry['detail']> =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? [...value] : value,
    ]),
  )
