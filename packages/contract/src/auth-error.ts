import { type ErrorCode, publicSentences } from './error-codes.js'

/** What an {@link AuthError} may add to its code. */
export interface AuthErrorOptions {
  /** For the log only: never sent to the caller, never holds a secret or a token. */
  detail?: string
  /** What was underneath, for the log. */
  cause?: unknown
}

/**
 * A refusal: the caller did something Latchkey does not accept, and is told so.
 * Anything else that is thrown is a bug and reads as one.
 */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  readonly code: ErrorCode
  readonly detail: string | undefined

  constructor(code: ErrorCode, options: AuthErrorOptions = {}) {
    super(publicSentences[code], options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.detail = options.detail
  }
}
