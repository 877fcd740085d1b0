import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type Requirement } from '../requirement.js'
import { metadataAnswers } from '../resource/answer-metadata.js'
import { noteAdmitted } from './admitted.js'
import { presentedBy } from './node-request.js'

export { findPrincipal, principalOf } from './admitted.js'

/** A hook for `onRequest` (before the body is read) or `preHandler`. */
export type AuthHook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling, once `requireAuth` has let the request through. See `principalOf` for one that is surely there. */
    principal: Principal | undefined
  }
  interface FastifyInstance {
    /** {@link protect} by the guard of the plugin. @throws TypeError when the requirement makes no sense */
    requireAuth(requirement?: Requirement): AuthHook
  }
}

/**
 * Lets a request through when it carries an access token that meets the requirement, and answers it otherwise.
 * `requireAuth` of the plugin is this with the guard of the plugin; this one knows the types of its guard.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<P extends Principal>(guard: Guard<P>, requirement: Requirement<P> = {}): AuthHook {
  assertRequirement(requirement)
  return async (request, reply) => {
    const admission = await guard.admit(presentedBy(request.raw), requirement)
    if (!admission.admitted) {
      const { status, headers, body } = admission.refusal
      return reply.code(status).headers(headers).send(JSON.stringify(body))
    }
    if (admission.headers !== undefined) reply.headers(admission.headers)
    request.principal = admission.principal
    noteAdmitted(request, guard, admission.principal)
    return undefined
  }
}

async function decorate(app: FastifyInstance, options: { guard: Guard }): Promise<void> {
  app.decorateRequest('principal', undefined)
  app.decorate('requireAuth', (requirement: Requirement = {}) => protect(options.guard, requirement))
}

/**
 * Gives an application `requireAuth` and its requests `principal`. Registered once, it reaches every route:
 * the symbol is Fastify's way for a plugin to decorate the instance it is registered on.
 */
export const guardPlugin = Object.assign(decorate, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@latchkey/guard',
})

/**
 * A plugin with a route that answers what the API says of itself (RFC 9728) to anybody who asks. Register it without a prefix, and where no
 * hook asks for a token.
 *
 * @throws TypeError when the guard describes no API
 */
export function resourceMetadata(guard: Pick<Guard, 'metadata'>): FastifyPluginAsync {
  const { path: url, document, preflight } = metadataAnswers(guard)
  return async (app) => {
    const send = (reply: FastifyReply, { status, headers, body }: typeof document) =>
      reply.code(status).headers(headers).send(body)
    app.get(url, async (_, reply) => send(reply, document))
    app.options(url, async (_, reply) => send(reply, preflight))
  }
}
