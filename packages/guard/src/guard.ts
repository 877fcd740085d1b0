import type { ErrorCode } from '@latchkey/contract'
import type { Principal } from './principal.js'
import type { Refusal, RefusalBody } from './refusal.js'
import type { Presented } from './request/presented.js'
import type { PrincipalFor, RequiredMode, Requirement } from './requirement.js'
import type { WireBody } from './wire/wire.js'

/** Protects an API: a credential in, a verified principal out, or a refusal that says why. */
export interface Guard<P extends Principal = Principal> {
  /**
   * Verifies an access token that is already at hand.
   *
   * @throws AuthError with the reason
   */
  verify(token: string, requirement?: RequiredMode<P>): Promise<P>

  /**
   * Finds the credential among what a request presents and verifies it.
   *
   * @throws AuthError with the reason
   */
  check<R extends Requirement<P> = RequiredMode<P>>(
    presented: Presented,
    requirement?: R,
  ): Promise<PrincipalFor<R, P>>

  /**
   * Like {@link check}, with the answer to send instead of an error: what adapters build on.
   * Rejects only for a bug, which the framework should treat as one.
   */
  admit<R extends Requirement<P> = RequiredMode<P>>(
    presented: Presented,
    requirement?: R,
  ): Promise<Admission<PrincipalFor<R, P>>>
}

export type Admission<P> =
  | {
      readonly admitted: true
      readonly principal: P
      /** To be sent with the answer, whatever it is: a nonce for the next proof (RFC 9449 §8.2). */
      readonly headers?: Readonly<Record<string, string>>
    }
  /** In our words, or in those of the guard's `wire`. */
  | { readonly admitted: false; readonly refusal: Refusal<RefusalBody | WireBody> }

/** A refused request as the log should know it. Holds no credential. */
export interface RefusedRequest {
  readonly code: ErrorCode
  /** The same id the caller was given. */
  readonly traceId: string
  /** Expected against seen. */
  readonly detail?: string
  /** What was underneath, such as a failed fetch of keys. */
  readonly cause?: unknown
}
