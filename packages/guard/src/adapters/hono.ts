import type { MiddlewareHandler } from 'hono'
import type { Guard } from '../guard.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from '../requirement.js'
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
export function protect<R extends Requirement = RequiredMode>(
  guard: Guard,
  requirement?: R,
): MiddlewareHandler<Guarded<PrincipalFor<R>>> {
  if (requirement !== undefined) assertRequirement(requirement)
  return async (c, next) => {
    const presented = {
      authorization: c.req.header('authorization'),
      accessTokenInQuery: c.req.query('access_token') !== undefined,
      traceparent: c.req.header('traceparent'),
      request: presentedByWeb(c.req.raw),
    }
    const admission = await guard.admit(presented, requirement)
    if (!admission.admitted) {
      const { status, headers, body } = admission.refusal
      return c.body(JSON.stringify(body), status, headers)
    }
    c.set('principal', admission.principal)
    await next()
  }
}
