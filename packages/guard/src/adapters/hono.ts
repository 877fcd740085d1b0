import type { MiddlewareHandler } from 'hono'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from '../requirement.js'
import { answerMetadata, metadataAnswers } from '../resource/answer-metadata.js'
import { presentedByWeb } from './web-request.js'

/** What handlers after {@link protect} find: `c.var.principal`. */
export interface Guarded<P> {
  Variables: { principal: P }
}

/**
 * Lets a request through when it carries an access token that meets the requirement, and answers it otherwise.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<P extends Principal, R extends Requirement<P> = RequiredMode<P>>(
  guard: Guard<P>,
  requirement?: R,
): MiddlewareHandler<Guarded<PrincipalFor<R, P>>> {
  if (requirement !== undefined) assertRequirement(requirement)
  return async (c, next) => {
    const admission = await guard.admit(presentedByWeb(c.req.raw, c.req), requirement)
    if (!admission.admitted) {
      const { status, headers, body } = admission.refusal
      return c.body(JSON.stringify(body), status, headers)
    }
    c.set('principal', admission.principal)
    await next()
    for (const [name, value] of Object.entries(admission.headers ?? {})) c.header(name, value)
  }
}

/**
 * Answers what the API says of itself (RFC 9728) to anybody who asks, at the path of the document; every other request goes on.
 *
 * @throws TypeError when the guard describes no API
 */
export function resourceMetadata(guard: Pick<Guard, 'metadata'>): MiddlewareHandler {
  const answers = metadataAnswers(guard)
  return async (c, next) => {
    const answer = answerMetadata(answers, c.req)
    if (answer === undefined) return next()
    const { status, headers, body } = answer
    return status === 204 ? c.body(null, status, headers) : c.body(body, status, headers)
  }
}
