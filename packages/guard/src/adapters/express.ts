import type { RequestHandler } from 'express'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type Requirement } from '../requirement.js'
import { noteAdmitted } from './admitted.js'
import { presentedBy } from './node-request.js'

export { findPrincipal, principalOf } from './admitted.js'
export { type MetadataMiddleware, resourceMetadata } from './node-metadata.js'

declare global {
  namespace Express {
    interface Request {
      /** Who is calling, once `protect` has let the request through. See `principalOf` for one that is surely there. */
      principal?: Principal
    }
  }
}

/**
 * Lets a request through when it carries an access token that meets the requirement, and answers it otherwise.
 * For Express 4 and 5.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<P extends Principal>(
  guard: Guard<P>,
  requirement: Requirement<P> = {},
): RequestHandler {
  assertRequirement(requirement)
  return (request, response, next) => {
    guard
      .admit(presentedBy(request), requirement)
      .then((admission) => {
        if (!admission.admitted) {
          const { status, headers, body } = admission.refusal
          response.status(status).set(headers).send(JSON.stringify(body))
          return
        }
        if (admission.headers !== undefined) response.set(admission.headers)
        if (admission.principal !== undefined) request.principal = admission.principal
        noteAdmitted(request, guard, admission.principal)
        next()
      })
      .catch(next)
  }
}
