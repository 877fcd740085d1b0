import type { ErrorCode } from '@latchkey/contract'
import type { Principal } from './principal.js'
import type { Refusal, RefusalBody } from './refusal.js'
import type { Presented } from './request/presented.js'
import type { PrincipalFor, RequiredMode, Requirement } from './requirement.js'
import type { ResourceDocument } from './resource/resource-metadata.js'
import type { WireBody } from './wire/wire.js'

/** Protects an API: a credential in, a verified principal out, or a refusal that says why. */
export interface Guard<P extends Principal = Principal> {
  /**
   * Verifies an access token that is already at hand. One that is bound to a key is refused: without its request there is no proof.
   *
   * @throws AuthError with the reason
   */
  verify(token: string, requirement?: RequiredMode<P>): Promise<P>

  /**
   * Finds the one credential among what a request presents and verifies it: a token in `Authorization`, or else the session cookie where the
   * guard takes one. A browser sends its cookie by itself and a token never, so the token is what was meant: the cookie is not looked
   * at then, not even when the token is no good.
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

  /** What the API tells clients about itself (RFC 9728): to be answered at its path. Undefined without the option `resource`. */
  metadata(): ResourceDocument | undefined

  /**
   * Forgets everything that is remembered of a session: the next request with one of its tokens is checked as if it were the first, which for
   * opaque tokens, API keys and cookies means that their server is asked. An access JWT says itself until when it holds.
   *
   * @param sessionId `ses_…`, or whatever the issuer calls it
   */
  forgetSession(sessionId: string): void

  /**
   * Calls `then` once when the session of this principal is known to have ended, or if it already has: for connections that stay open.
   *
   * @returns what ends the watch; call it when the connection closes
   */
  whenEnded(principal: Principal, then: () => void): () => void

  /**
   * How old what is known of ended sessions is at most, in milliseconds: what a health check and a metric look at. With status lists alone it
   * stays below some 15 seconds, with a stream of events below a minute, whether events come or not; it grows while the issuer is silent.
   */
  staleness(): number

  /**
   * Lets go of timers and connections. A guard that listens to a stream of events keeps its process alive until it is closed, no other does.
   */
  close(): Promise<void>

  /** Forgets everything that is remembered of anybody. */
  forgetAll(): void
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
