import { type ErrorCode, publicSentences } from '@latchkey/contract'

/**
 * Latchkey gave no answer: network, timeout or a failing server. Nobody has been signed out by it; try again shortly.
 */
export class LatchkeyUnreachableError extends Error {
  override readonly name = 'LatchkeyUnreachableError'

  /** @param detail what was seen, e.g. `ECONNREFUSED`; for the log */
  constructor(detail: string) {
    super(`Latchkey could not be reached (${detail}). The session is kept; try again in a moment.`)
  }
}

/**
 * Latchkey refuses this app, not this user: for instance the client secret is wrong. Nobody has been signed out by it.
 */
export class LatchkeyRefusedError extends Error {
  override readonly name = 'LatchkeyRefusedError'
  readonly code: ErrorCode
  /** Finds the line in the log of the server. */
  readonly traceId: string | undefined

  constructor(code: ErrorCode, traceId: string | undefined) {
    super(`Latchkey refused this app (${code}). ${publicSentences[code]}`)
    this.code = code
    this.traceId = traceId
  }
}

/** The session is over. NextAuth v4 has no other way to hear it than an error from the jwt callback. */
export class LatchkeySessionEndedError extends Error {
  override readonly name = 'LatchkeySessionEndedError'
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(`${publicSentences[code]} (Latchkey: ${code})`)
    this.code = code
  }
}
