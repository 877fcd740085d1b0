import type { FieldIssue } from './error-body.js'
import { type ErrorCode, publicSentences } from './error-codes.js'

/** What an {@link AuthError} may add to its code. */
export interface AuthErrorOptions {
  /** Which parameter of the request is at fault: a name of ours, or the start of one that is not known. Shown to the caller. */
  parameter?: string | undefined
  /** Every field at fault, in words a person understands. Shown to the caller. */
  issues?: readonly FieldIssue[]
  /** Of `hook_denied` only: what the project says to the person, in place of the sentence of the code. */
  sentence?: string
  /** When to try again, in milliseconds from now. */
  retryAfter?: number
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
  readonly parameter: string | undefined
  readonly issues: readonly FieldIssue[] | undefined
  readonly retryAfter: number | undefined
  readonly detail: string | undefined

  constructor(code: ErrorCode, options: AuthErrorOptions = {}) {
    super(
      (code === 'hook_denied' && options.sentence) || publicSentence(code, options.parameter),
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.parameter = options.parameter
    this.issues = options.issues
    this.retryAfter = options.retryAfter
    this.detail = options.detail
  }
}

/** Sentences for whoever writes the request: they name the parameter. The others are for people, who see a form. */
const NAMING: ReadonlySet<ErrorCode> = new Set([
  'missing_parameter',
  'invalid_parameter',
  'repeated_parameter',
])

const publicSentence = (code: ErrorCode, parameter: string | undefined): string =>
  parameter === undefined || !NAMING.has(code)
    ? publicSentences[code]
    : `${publicSentences[code]} (${parameter})`
