import type { ErrorCode, FieldIssue } from '@latchkey/contract'

/** A refusal of the server by its stable code, or one of two failures that never reached its flows. */
export type LatchkeyErrorCode =
  | ErrorCode
  /** No answer: offline, a timeout, or a proxy whose server is down. Whether the request arrived is not known. */
  | 'unreachable'
  /** Something answered that is not Latchkey, or not in its words. Mostly a wrong `baseUrl`. */
  | 'unexpected_answer'

export interface LatchkeyErrorDetails {
  readonly code: LatchkeyErrorCode
  readonly message: string
  readonly status?: number | undefined
  readonly parameter?: string | undefined
  readonly issues?: readonly FieldIssue[] | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly traceId?: string | undefined
  readonly cause?: unknown
}

/** What every call of the client rejects with. `message` is a sentence that may be shown to the person. */
export class LatchkeyError extends Error {
  override readonly name = 'LatchkeyError'
  /** For the program. A newer server may say a code that the types of this version do not list. */
  readonly code: LatchkeyErrorCode
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** The field of the request that is at fault, where one is: `password`, `profile.company`. */
  readonly parameter: string | undefined
  /** Every field that is at fault, each with a sentence for the person. Empty when no field is. */
  readonly issues: readonly FieldIssue[]
  /** Seconds to wait before the same request is worth repeating. */
  readonly retryAfterSeconds: number | undefined
  /** Finds the line in the log of the server. */
  readonly traceId: string | undefined

  constructor(details: LatchkeyErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.status = details.status
    this.parameter = details.parameter
    this.issues = details.issues ?? []
    this.retryAfterSeconds = details.retryAfterSeconds
    this.traceId = details.traceId
  }
}

/** No answer. @param cause what was seen, for the developer */
export const unreachable = (cause: unknown, status?: number): LatchkeyError =>
  new LatchkeyError({
    code: 'unreachable',
    message: 'The server cannot be reached. Check your connection and try again.',
    status,
    cause,
  })

/** An answer that is not one of Latchkey's. @param seen what it was, for the developer */
export const unexpectedAnswer = (seen: string, status?: number): LatchkeyError =>
  new LatchkeyError({
    code: 'unexpected_answer',
    message: 'Something went wrong. Try again in a moment.',
    status,
    cause: new Error(`${seen} Is baseUrl the address of the Latchkey server?`),
  })

/** The session this page showed is not the one this browser has now, so nothing was done in its name. */
export const sessionReplaced = (isSomebodySignedIn: boolean): LatchkeyError =>
  new LatchkeyError({
    code: 'session_ended',
    message: isSomebodySignedIn
      ? 'Somebody else has signed in in this browser since. Nothing has been changed.'
      : 'The session has ended. Sign in again.',
  })

/** {@link sessionReplaced}, and not the server's word for a session that is over. */
export const isSessionReplaced = (error: unknown): boolean =>
  error instanceof LatchkeyError && error.code === 'session_ended' && error.status === undefined

/** Whether the same request may well succeed later: nobody was judged, so nobody is signed out over it. */
export const isPassing = (error: unknown): error is LatchkeyError =>
  error instanceof LatchkeyError &&
  (error.code === 'unreachable' ||
    error.status === 429 ||
    (error.status !== undefined && error.status >= 500))
