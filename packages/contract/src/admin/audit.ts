import { z } from 'zod'
import { AUDIT_ACTIONS, AUDIT_ACTORS } from '../audit-actions.js'
import { moment } from '../moment.js'
import { pageQuery, reason, soughtText } from './parts.js'

const detailValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])

/** Who did what to whom, from where, and how it ended. */
export const auditEntry = z.object({
  /** Its place in the history: from 1, without gaps. */
  position: z.number(),
  /** What binds it to all before it. */
  link: z.string(),
  action: z.enum(AUDIT_ACTIONS),
  actor: z.object({
    kind: z.enum(AUDIT_ACTORS),
    /** `usr_…`, the id of a client or a provider, an account of the machine; null where there is none. */
    id: z.string().nullable(),
  }),
  /** Whom it was done to. They may be gone since. */
  user: z.string().nullable(),
  /** What it was done to, beside a person: `ses_…`, the id of a client, a `kid`. */
  target: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
  /** The code it was refused with; null when it was done. */
  refusal: z.string().nullable(),
  network: z.string().nullable(),
  userAgent: z.string().nullable(),
  detail: z.record(z.string(), detailValue).nullable(),
  occurredAt: moment,
})
export type AdminAuditEntry = z.infer<typeof auditEntry>

/** `GET /admin/api/audit`. */
export const auditList = z.object({
  items: z.array(auditEntry),
  /** For the page of what is older; null when there is none, and for who follows. */
  next: z.string().nullable(),
  /** Put it into `after` to hear what comes from here on. */
  follow: z.number(),
  /** Who they are, of those in the entries that are users still. */
  people: z.array(z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() })),
})
export type AuditList = z.infer<typeof auditList>

const filter = {
  user: z.string().max(100).optional(),
  actor: soughtText(255).optional(),
  action: z.enum(AUDIT_ACTIONS).optional(),
  network: soughtText(64).optional(),
  /** `done`, `refused`, or the code of one refusal. */
  outcome: soughtText(64).optional(),
  from: moment.optional(),
  before: moment.optional(),
}

export const auditQuery = z.strictObject({
  ...pageQuery,
  ...filter,
  /** For following: what has a higher position, the oldest first. */
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
})

/** `POST /admin/api/audit/export`: what is to go out, and why. */
export const exportAuditRequest = z.strictObject({
  reason,
  from: moment.optional(),
  before: moment.optional(),
})
export type ExportAuditRequest = z.infer<typeof exportAuditRequest>
