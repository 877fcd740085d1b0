import { TRPCError, type TRPCMiddlewareFunction } from '@trpc/server'
import type { Admission, Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import type { Refusal } from '../refusal.js'
import type { Presented } from '../request/presented.js'
import { assertRequirement, type PrincipalFor, type RequiredMode, type Requirement } from '../requirement.js'
import { type NodeRequest, presentedBy } from './node-request.js'
import { presentedByWeb } from './web-request.js'

/** What a context must hold for {@link protect}. */
export interface PresentedContext {
  readonly presented: Presented
}

/** What a request presents, for `createContext`. Takes the request of every adapter of tRPC, WebSocket's too. */
export const presentedContext = ({ req }: { readonly req: NodeRequest | Request }): PresentedContext => ({
  presented: 'rawHeaders' in req ? presentedBy(req) : presentedByWeb(req),
})

type Refused = Extract<Admission<unknown>, { admitted: false }>['refusal']

/** Beneath the `TRPCError` of a refused call. */
class RefusedCall extends Error {
  override readonly name = 'RefusedCall'
  readonly refusal: Refused

  constructor(refusal: Refused) {
    super(String(Reflect.get(refusal.body, 'reason') ?? refusal.status))
    this.refusal = refusal
  }
}

/** The guard's whole answer behind an error, for `errorFormatter` and `responseMeta`; undefined for errors of other kinds. */
export const refusalBehind = ({ cause }: { readonly cause?: unknown }): Refused | undefined =>
  cause instanceof RefusedCall ? cause.refusal : undefined

/** What is to be sent along with the calls that a guard let in. */
const headersFor = new WeakMap<Presented, Readonly<Record<string, string>>>()

/** The headers of an answer, for the option `responseMeta` of tRPC's adapters: challenges, and what a guard wants sent along. */
export const responseMeta = ({
  ctx,
  errors,
}: {
  readonly ctx?: Partial<PresentedContext> | undefined
  readonly errors: readonly { readonly cause?: unknown }[]
}): { headers: Record<string, string> } => {
  const [refusal] = errors.flatMap((error) => refusalBehind(error) ?? [])
  // The body is tRPC's own.
  const { 'Content-Type': _, ...challenge } = refusal?.headers ?? {}
  return { headers: { ...(ctx?.presented && headersFor.get(ctx.presented)), ...challenge } }
}

const codes = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<Refusal['status'], TRPCError['code']>

type Protects<P> = TRPCMiddlewareFunction<PresentedContext, object, object, { principal: P }, unknown>

/**
 * A middleware for `procedure.use`: calls go on when their access token meets the requirement, with `ctx.principal`; the others fail
 * with `UNAUTHORIZED`, `FORBIDDEN`, `BAD_REQUEST` or `SERVICE_UNAVAILABLE`, and {@link refusalBehind} says why.
 *
 * @throws TypeError when the requirement makes no sense
 */
export function protect<P extends Principal, R extends Requirement<P> = RequiredMode<P>>(
  guard: Guard<P>,
  requirement?: R,
): Protects<PrincipalFor<R, P>> {
  if (requirement !== undefined) assertRequirement(requirement)
  return async ({ ctx, next }) => {
    const admission = await guard.admit(ctx.presented, requirement)
    if (admission.admitted) {
      if (admission.headers !== undefined) headersFor.set(ctx.presented, admission.headers)
      return next({ ctx: { principal: admission.principal } })
    }
    const { status, body } = admission.refusal
    const sentence = 'error_description' in body ? body.error_description : body.detail
    throw new TRPCError({
      code: codes[status],
      message: sentence,
      cause: new RefusedCall(admission.refusal),
    })
  }
}
