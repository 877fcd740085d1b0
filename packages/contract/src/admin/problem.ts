import { z } from 'zod'
import { errorCode, fieldIssue } from '../error-body.js'

/** The body of every refusal of the admin door (RFC 9457 §3.1). `code` is what to branch on. */
export const problem = z.object({
  /** `urn:latchkey:error:` and the code. */
  type: z.string(),
  /** A sentence for people, the same for every refusal of its kind. */
  title: z.string(),
  status: z.number(),
  /** The same, and what of this request is at fault. */
  detail: z.string(),
  /** The trace id: it finds the log line. */
  instance: z.string(),
  code: errorCode,
  parameter: z.string().optional(),
  issues: z.array(fieldIssue).optional(),
})
export type Problem = z.infer<typeof problem>
