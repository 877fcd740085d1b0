import { z } from 'zod'
import { type ErrorCode, publicSentences } from './error-codes.js'

const errorCode = z.enum(Object.keys(publicSentences) as [ErrorCode, ...ErrorCode[]])

/**
 * The body of every refusal (RFC 6749 §5.2 plus two members of ours).
 * `reason` is the stable code, `trace_id` finds the log line.
 */
export const errorBody = z.object({
  error: z.string(),
  error_description: z.string(),
  reason: errorCode,
  trace_id: z.string(),
})
export type ErrorBody = z.infer<typeof errorBody>
