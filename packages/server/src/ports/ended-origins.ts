import type { EndedOrigin, OriginKeys } from '../model/session-origin.js'
import type { Millis } from '../model/time.js'

/** Remembers for a while which sign-ins ended at their provider: what proved them before may still be on its way here. */
export interface EndedOrigins {
  /**
   * Notes an end. One of the same sign-ins that is noted already stays, if it is the later one.
   * @param endedAt by the clock of the provider
   */
  note(origin: EndedOrigin, endedAt: Millis, expiresAt: Millis): Promise<void>
  /**
   * Whether a sign-in has ended: its session there at any time, its person after it was proved.
   * @param provedAt by the clock of the provider
   */
  covers(keys: OriginKeys, provedAt: Millis): Promise<boolean>
}
