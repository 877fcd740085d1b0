import type { JwtPayload } from '../jwt/check-claims.js'

/** The sessions that have just ended; `any`: some may have, of whom nobody knows which. */
export type Ended = ReadonlySet<string> | 'any'

/**
 * What is known of sessions that have ended, at one issuer. Looked at when a token is new; tokens that are remembered are forgotten when their
 * session ends, so that looking at them costs nothing.
 */
export interface Revocation {
  /**
   * Whether the session behind these claims lives, as far as is known. A promise when something has to be fetched first.
   *
   * @returns `unknown` when nobody can tell: what could not be fetched, or a list that ends before this token's place
   */
  standingOf(claims: JwtPayload): Standing | Promise<Standing>
  /** Until when that may be relied on, in milliseconds since the epoch. */
  freshUntil(): number
  /** Tries to make it fresh again. Resolves either way. */
  renew(): Promise<void>
  /** How old what is known is at most, in milliseconds; what a health check looks at. */
  staleness(): number
  /** Lets go of connections and timers. */
  close(): Promise<void>
}

export type Standing = 'live' | 'ended' | 'unknown'

/** Told when sessions end. */
export type OnEnded = (ended: Ended) => void
