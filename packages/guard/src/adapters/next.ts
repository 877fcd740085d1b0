import { type NextRequest, NextResponse } from 'next/server.js'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import type { Refusal } from '../refusal.js'
import { assertRequirement, type PrincipalFor, type Requirement } from '../requirement.js'
import { type MetadataAnswer, metadataAnswers } from '../resource/answer-metadata.js'
import { presentedByWeb } from './web-request.js'

export { currentPrincipal } from './current-principal.js'

/** A route handler of Next.js whose caller is known. `context` is what Next.js gives it: `RouteContext<'/todos/[id]'>`. */
export type GuardedRoute<P, Context> = (
  request: NextRequest,
  principal: P,
  context: Context,
) => Response | Promise<Response>

/**
 * Makes a route handler: it runs for requests whose access token meets the requirement, the others are answered.
 * A bug goes to Next.js, which answers 500.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<P extends Principal, R extends Requirement<P>, Context>(
  guard: Guard<P>,
  requirement: R,
  handler: GuardedRoute<PrincipalFor<R, P>, Context>,
): (request: NextRequest, context: Context) => Promise<Response> {
  assertRequirement(requirement)
  return async (request, context) => {
    const admission = await guard.admit(presentedByWeb(request), requirement)
    if (!admission.admitted) return answer(admission.refusal)
    return withHeaders(await handler(request, admission.principal, context), admission.headers)
  }
}

/**
 * Makes a `proxy` (before Next.js 16: a `middleware` of the Node runtime) that turns away who does not meet the requirement. It tells
 * what is behind it nothing: headers could be a caller's own, so each route and page asks the guard again, which costs a map look-up.
 *
 * @param proxy what else is to be done with those who pass
 * @throws TypeError when the requirement makes no sense
 */
export function protectProxy<P extends Principal>(
  guard: Guard<P>,
  requirement: Requirement<P>,
  proxy: (request: NextRequest) => Response | Promise<Response> = () => NextResponse.next(),
): (request: NextRequest) => Promise<Response> {
  assertRequirement(requirement)
  return async (request) => {
    const admission = await guard.admit(presentedByWeb(request), requirement)
    if (!admission.admitted) return answer(admission.refusal)
    return withHeaders(await proxy(request), admission.headers)
  }
}

/**
 * Makes the route handlers that answer what the API says of itself (RFC 9728) to anybody who asks, for the `route.ts` at the path of the
 * document: `export const { GET, OPTIONS } = resourceMetadata(guard)`. Next.js answers HEAD by GET.
 *
 * @throws TypeError when the guard describes no API
 */
export function resourceMetadata(
  guard: Pick<Guard, 'metadata'>,
): Readonly<Record<'GET' | 'OPTIONS', () => Response>> {
  const { document, preflight } = metadataAnswers(guard)
  return { GET: () => respond(document), OPTIONS: () => respond(preflight) }
}

const respond = ({ status, headers, body }: MetadataAnswer): Response =>
  new Response(status === 204 ? null : body, { status, headers })

const answer = ({
  status,
  headers,
  body,
}: Pick<Refusal, 'status' | 'headers'> & { body: object }): Response =>
  new Response(JSON.stringify(body), { status, headers })

const withHeaders = (response: Response, more: Readonly<Record<string, string>> | undefined): Response => {
  if (more === undefined) return response
  // That of a redirect, or of a fetch that is passed on, cannot be changed.
  const changed = new Response(response.body, response)
  for (const [name, value] of Object.entries(more)) changed.headers.set(name, value)
  return changed
}
