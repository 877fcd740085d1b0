import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type Requirement } from '../requirement.js'
import { presentedBy } from './node-request.js'

export { principalOf } from './node-request.js'

/** A hook for `onRequest` (before the body is read) or `preHandler`. */
export type AuthHook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling, once `requireAuth` has let the request through. See `principalOf` for one that is surely there. */
    principal: Principal | undefined
  }
  interface FastifyInstance {
    /** @throws TypeError when the requirement makes no sense */
    requireAuth(requirement?: Requirement): AuthHook
  }
}

async function decorate(app: FastifyInstance, options: { guard: Guard }): Promise<void> {
  app.decorateRequest('principal', undefined)
  app.decorate('requireAuth', (requirement: Requirement = {}): AuthHook => {
    assertRequirement(requirement)
    return async (request, reply) => {
      const admission = await options.guard.admit(presentedBy(request.raw), requirement)
      if (admission.admitted) {
        request.principal = admission.principal
        return undefined
      }
      const { status, headers, body } = admission.refusal
      return reply.code(status).headers(headers).send(JSON.stringify(body))
    }
  })
}

/**
 * Gives an application `requireAuth` and its requests `principal`. Registered once, it reaches every route:
 * the symbol is Fastify's way for a plugin to decorate the instance it is registered on.
 */
export const guardPlugin = Object.assign(decorate, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@latchkey/guard',
})
