import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type PrincipalFor, type Requirement } from '../requirement.js'
import { answerBug } from './answer-bug.js'
import { presentedBy } from './node-request.js'

export { type FileKeysOptions, fileKeys } from '../keys/file-keys.js'
export { logRefusals } from '../log/log-refusals.js'
export { endWithSession } from './end-with-session.js'
export { type MetadataMiddleware, resourceMetadata } from './node-metadata.js'

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
export function protect<P extends Principal, R extends Requirement<P>>(
  guard: Guard<P>,
  requirement: R,
  handler: GuardedHandler<PrincipalFor<R, P>>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  assertRequirement(requirement)
  return async (request, response) => {
    try {
      const admission = await guard.admit(presentedBy(request), requirement)
      if (admission.admitted) {
        const { principal, headers = {} } = admission
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
        await handler(Object.assign(request, { principal }), response)
        return
      }
      const { status, headers, body } = admission.refusal
      response.writeHead(status, headers).end(JSON.stringify(body))
    } catch (bug) {
      sendBug(answerBug(bug, request), response)
    }
  }
}

function sendBug({ status, headers, body }: ReturnType<typeof answerBug>, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  response.writeHead(status, headers).end(JSON.stringify(body))
}
