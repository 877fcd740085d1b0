import { z } from 'zod'
import { type ErrorCode, publicSentences } from './error-codes.js'

export const errorCode = z.enum(Object.keys(publicSentences) as [ErrorCode, ...ErrorCode[]])

export const fieldIssue = z.object({ parameter: z.string(), message: z.string() })
/** One field a person filled in, and what is wrong with it. */
export type FieldIssue = z.infer<typeof fieldIssue>

/**
 * The body of every refusal (RFC 6749 §5.2 plus members of ours).
 * `reason` is the stable code, `trace_id` finds the log line.
 */
export const errorBody = z.object({
  error: z.string(),
  error_description: z.string(),
  reason: errorCode,
  trace_id: z.string(),
  /** Which field of the request is at fault, where one is: `password`, `profile.company`. */
  parameter: z.string().optional(),
  /** Every field that is at fault, where there may be several: each with a sentence for the person. */
  issues: z.array(fieldIssue).optional(),
})
export type ErrorBody = z.infer<typeof errorBody>
