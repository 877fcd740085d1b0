import type { JwtPayload } from '../jwt/check-claims.js'

/**
 * Whether the session behind a token lives, as far as is known. `unknown`: nobody can tell now. `misplaced`: the token names a place where no
 * status stands, and must not be accepted (Token Status List §8.3).
 */
export type Standing = 'live' | 'ended' | 'unknown' | 'misplaced'

/**
 * What is known of sessions that have ended, at one issuer. Looked at when a token is new; tokens that are remembered are forgotten when their
 * session ends, so that looking at them costs nothing.
 */
export interface Revocation {
  /** A promise when something has to be fetched first. */
  standingOf(claims: JwtPayload): Standing | Promise<Standing>
  /** Until when that may be relied on, in milliseconds since the epoch. */
  freshUntil(): number
  /** How old what is known is, in milliseconds; what a health check looks at. */
  staleness(): number
  /** Lets go of connections and timers. */
  close(): Promise<void>
}

/** What ended, or may have: whoever holds claims asks about them. */
export type HasEnded = (claims: JwtPayload) => boolean

/** Told when sessions end. */
export type OnEnded = (hasEnded: HasEnded) => void
