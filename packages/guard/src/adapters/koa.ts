import type { Middleware } from 'koa'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from '../requirement.js'
import { answerMetadata, metadataAnswers } from '../resource/answer-metadata.js'
import { presentedBy } from './node-request.js'

/** What middleware after {@link protect} finds: `ctx.state.principal`. */
export interface Guarded<P> {
  principal: P
}

/**
 * Lets a request through when it carries an access token that meets the requirement, and answers it otherwise.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<P extends Principal, R extends Requirement<P> = RequiredMode<P>>(
  guard: Guard<P>,
  requirement?: R,
): Middleware<Guarded<PrincipalFor<R, P>>> {
  if (requirement !== undefined) assertRequirement(requirement)
  return async (ctx, next) => {
    const { rawHeaders, headers, method, socket } = ctx.req
    // What is mounted under a path gets a shorter `url`.
    const { url, originalUrl } = ctx
    const admission = await guard.admit(
      presentedBy({ rawHeaders, headers, method, url, originalUrl, socket, source: ctx.req }),
      requirement,
    )
    if (!admission.admitted) {
      ctx.status = admission.refusal.status
      ctx.set(admission.refusal.headers)
      ctx.body = JSON.stringify(admission.refusal.body)
      return
    }
    if (admission.headers !== undefined) ctx.set(admission.headers)
    ctx.state.principal = admission.principal
    await next()
  }
}

/**
 * Answers what the API says of itself (RFC 9728) to anybody who asks, at the path of the document; every other request goes on.
 *
 * @throws TypeError when the guard describes no API
 */
export function resourceMetadata(guard: Pick<Guard, 'metadata'>): Middleware {
  const answers = metadataAnswers(guard)
  return async (ctx, next) => {
    const answer = answerMetadata(answers, ctx)
    if (answer === undefined) return next()
    ctx.status = answer.status
    ctx.set(answer.headers)
    ctx.body = answer.status === 204 ? null : answer.body
  }
}
