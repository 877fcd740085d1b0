import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorBody, publicSentences } from '@latchkey/contract'
import type { Guard } from '../guard.js'
import { readTraceId } from '../request/trace-id.js'
import { assertRequirement, type PrincipalFor, type Requirement } from '../requirement.js'
import { presentedBy } from './node-request.js'

export { type FileKeysOptions, fileKeys } from '../keys/file-keys.js'
export { logRefusals } from '../log/log-refusals.js'

/** Handles a request whose caller is known. */
export type GuardedHandler<P> = (
  request: IncomingMessage & { principal: P },
  response: ServerResponse,
) => unknown

/**
 * Wraps a handler for `http.createServer`: it runs for requests whose access token meets the requirement,
 * the others are answered. A bug, in the handler too, is logged and answered with 500.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<R extends Requirement>(
  guard: Guard,
  requirement: R,
  handler: GuardedHandler<PrincipalFor<R>>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  assertRequirement(requirement)
  return async (request, response) => {
    try {
      const admission = await guard.admit(presentedBy(request), requirement)
      if (admission.admitted) {
        const { principal } = admission
        await handler(Object.assign(request, { principal }), response)
        return
      }
      const { status, headers, body } = admission.refusal
      response.writeHead(status, headers).end(JSON.stringify(body))
    } catch (bug) {
      answerBug(bug, request, response)
    }
  }
}

function answerBug(bug: unknown, request: IncomingMessage, response: ServerResponse): void {
  const { traceparent } = presentedBy(request)
  const traceId = readTraceId(traceparent)
  console.error(`[latchkey] internal_error, trace ${traceId}`, bug)
  if (response.headersSent) {
    response.destroy()
    return
  }
  const body: ErrorBody = {
    error: 'server_error',
    error_description: publicSentences.internal_error,
    reason: 'internal_error',
    trace_id: traceId,
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.writeHead(500, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(body))
}
