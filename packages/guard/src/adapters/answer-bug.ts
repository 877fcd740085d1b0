import { type ErrorBody, publicSentences } from '@latchkey/contract'
import { readTraceId } from '../request/trace-id.js'
import { type NodeRequest, presentedBy } from './node-request.js'

/** The answer to a request that met a bug. */
interface BugAnswer {
  readonly status: 500
  readonly headers: Readonly<Record<string, string>>
  readonly body: ErrorBody
}

/** Logs a bug loudly, and says no more of it than the trace id it is logged under. */
export function answerBug(bug: unknown, request: NodeRequest): BugAnswer {
  const traceId = readTraceId(presentedBy(request).traceparent)
  console.error(`[latchkey] internal_error, trace ${traceId}`, bug)
  return {
    status: 500,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: {
      error: 'server_error',
      error_description: publicSentences.internal_error,
      reason: 'internal_error',
      trace_id: traceId,
    },
  }
}
