import type { SessionEndReason } from '@latchkey/contract'
import type { SessionId } from '../model/ids.js'
import type { Millis } from '../model/time.js'

/** Somebody who waits for the end of a session. Each of these is quick, and throws nothing. */
export interface SessionWatcher {
  /** The session is over, and with it the watch. */
  ended(sessionId: SessionId, reason: SessionEndReason): void
  /** Nothing has happened: told now and then, so that nobody in between takes the silence for the end. */
  beat(): void
  /** The watch is over, and the session is not. */
  left(): void
}

/** Who waits in this process for the end of which session. */
export interface SessionWatches {
  /**
   * @param until when the watch is over at the latest
   * @returns what ends it; or that there is no room for another one, of this session or at all
   */
  watch(sessionId: SessionId, until: Millis, watcher: SessionWatcher): (() => void) | 'session_full' | 'full'
  /** Ends every watch, and takes no other. */
  close(): void
}
