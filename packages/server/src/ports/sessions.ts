import type { ApiKeySession } from '../model/api-key.js'
import type { SessionId, UserId } from '../model/ids.js'
import type { EndReason, NewSession, Session, SessionPolicy } from '../model/session.js'
import type { EndedOrigin, NewOrigin } from '../model/session-origin.js'
import type { Millis } from '../model/time.js'

/** What became of a rotating refresh token. */
export type Rotation =
  | { readonly outcome: 'rotated' | 'replayed'; readonly session: Session }
  | { readonly outcome: 'reused' | 'ended' | 'expired' | 'unknown' }

/** Sessions. Each verb is atomic; reads that decide about a refresh never come from a cache. */
export interface Sessions {
  /** @param origin where the sign-in took place, if a provider may end the session */
  open(session: NewSession, origin?: NewOrigin): Promise<Session>
  /** Straight from the database: the session that the opaque token with this hash carries, live or not. */
  findOpaque(hash: string): Promise<Session | undefined>
  /** As {@link findOpaque}, and as stale as {@link recall}. */
  recallOpaque(hash: string): Promise<Session | undefined>
  /** Straight from the database: sees every end that was acknowledged before the call. */
  find(id: SessionId): Promise<Session | undefined>
  /** May come from memory, at most as stale as the storage's stated bound. */
  recall(id: SessionId): Promise<Session | undefined>
  /**
   * Spends generation `generation` of a public client's session. Exactly one caller gets `rotated`; callers
   * within the grace get `replayed` with the same session; anything older is `reused`, and the session must end.
   */
  rotate(id: SessionId, generation: number, policy: SessionPolicy, now: Millis): Promise<Rotation>
  /** Notes a use. Written in batches, so it may be lost with the process: nothing but idle time hangs on it. */
  touch(id: SessionId, now: Millis): void
  /** Ends a session for good. `already_ended` and unknown sessions change nothing. */
  end(id: SessionId, reason: EndReason, now: Millis): Promise<'ended' | 'already_ended'>
  /** Every session of a user that is still on record, live or not, last used first. Straight from the database. */
  listOf(userId: UserId): Promise<readonly Session[]>
  /** Ends every session of a user at this client that has not ended. @returns how many ended */
  endAllOfClient(userId: UserId, clientId: string, reason: EndReason, now: Millis): Promise<number>
  /** Every API key of a user that is still on record, live or not, the youngest first. Straight from the database. */
  listKeysOf(userId: UserId): Promise<readonly ApiKeySession[]>
  /** Ends every API key of a user that has not ended. @returns how many ended */
  endKeysOf(userId: UserId, reason: EndReason, now: Millis): Promise<number>
  /** As {@link endAllOf}, but the API keys go on. @returns how many ended */
  endSignInsOf(userId: UserId, except: SessionId | null, reason: EndReason, now: Millis): Promise<number>
  /** Ends every session of a user that has not ended, but for `except`; API keys too. @returns how many ended */
  endAllOf(userId: UserId, except: SessionId | null, reason: EndReason, now: Millis): Promise<number>
  /** Ends every session of this origin that has not ended, whosever it is. @returns how many ended */
  endAllOfOrigin(origin: EndedOrigin, reason: EndReason, now: Millis): Promise<number>
}
