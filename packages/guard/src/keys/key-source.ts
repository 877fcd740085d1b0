import type { KeyObject } from 'node:crypto'
import { SECOND } from '../time.js'

/** The header members that choose a key. */
export interface KeyQuery {
  readonly kid?: string | undefined
  readonly alg: string
}

/** Where an issuer's public keys come from: its key endpoint, a file, or the process itself. */
export interface KeySource {
  /**
   * The public key for this header; undefined when the issuer has none such.
   * Throws {@link KeysUnreachable} when it cannot tell.
   */
  find(query: KeyQuery): KeyObject | undefined | Promise<KeyObject | undefined>
  /** The names of the keys that are at hand, for explanations. */
  kids?(): readonly string[]
}

const DEFAULT_RETRY_AFTER = 5 * SECOND

/** The keys cannot be had at the moment, so nothing can be said about a token. */
export class KeysUnreachable extends Error {
  override readonly name = 'KeysUnreachable'
  /** Milliseconds until another try makes sense. */
  readonly retryAfter: number

  constructor(message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.retryAfter = options.retryAfter ?? DEFAULT_RETRY_AFTER
  }
}
