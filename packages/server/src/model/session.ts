import type { SessionId, UserId } from './ids.js'
import type { Scopes } from './scope.js'
import type { Millis } from './time.js'

/** Why a session is over. */
export type EndReason =
  | 'signed_out'
  /** By its owner, from another device. */
  | 'signed_out_elsewhere'
  /** The same browser signed in again. */
  | 'replaced'
  | 'password_changed'
  | 'revoked'
  | 'refresh_token_reused'
  | 'user_suspended'
  /** The provider the person had signed in with ended it there, or told of a danger to the account. */
  | 'ended_by_provider'
  /** The operator who acted as the person stopped, or their own session ended. */
  | 'impersonation_over'

/** An operator who acts as the user of a session. */
export interface SessionActor {
  readonly userId: UserId
  /** Their own session, with which this one ends. */
  readonly sessionId: SessionId
}

/** By what its owner knows an API key again. */
export interface ApiKeyLabel {
  readonly name: string
  /** The last characters of the key. */
  readonly hint: string
}

/** One signed-in device or app of one user. Everything a person can hold is a form of a session. */
export interface Session {
  readonly id: SessionId
  readonly userId: UserId
  readonly clientId: string
  readonly scopes: Scopes
  readonly audience: string
  readonly amr: readonly string[]
  /** `LONG_AGO` when nobody has told. */
  readonly authenticatedAt: Millis
  readonly createdAt: Millis
  /** Written in batches: may lag behind by some seconds. */
  readonly lastUsedAt: Millis
  /** The absolute end: no use moves it. */
  readonly expiresAt: Millis
  /** The number of the only refresh token that may rotate now. */
  readonly generation: number
  readonly rotatedAt: Millis | null
  readonly endedAt: Millis | null
  readonly endReason: EndReason | null
  /** SHA-256 of the secret in the session cookie, base64url; null when the session is held as tokens. */
  readonly cookieHash: string | null
  /** Whether the cookie outlives the browser. */
  readonly remembered: boolean
  /** What opened it, as it named itself; nothing to rely on. */
  readonly userAgent: string | null
  /** SHA-256 of the one opaque token that carries it, base64url; null when it is held otherwise. */
  readonly opaqueHash: string | null
  /** How long it may be unused; null: as long as the policy says. */
  readonly idleLimit: Millis | null
  /** Stands for its place in a status list: given once, never again. Null for one that was opened before there were any. */
  readonly number: number | null
  /** What the API key is called that carries it; null when it is held otherwise. */
  readonly apiKey: ApiKeyLabel | null
  /** Who acts as the user in it; null when it is the user. */
  readonly actor: SessionActor | null
}

/** A session that is about to be opened: storage gives it its number. */
export type NewSession = Omit<Session, 'number'>

/** How long sessions live, in milliseconds. */
export interface SessionPolicy {
  /** A session unused for this long is over. */
  readonly idleLimit: Millis
  /** A session this old is over, however much it is used. */
  readonly absoluteLimit: Millis
  /** How long the previous refresh token of a public client is answered again with the same successor. */
  readonly refreshGrace: Millis
}

export type Liveness = 'live' | 'ended' | 'expired'

/** Whether a session still opens anything at this moment. */
export const livenessOf = (session: Session, policy: SessionPolicy, now: Millis): Liveness => {
  if (session.endedAt !== null) return 'ended'
  return now >= session.expiresAt || now - session.lastUsedAt >= (session.idleLimit ?? policy.idleLimit)
    ? 'expired'
    : 'live'
}

/** What became of a refresh token that was not the current one when it arrived. */
export type LateRefresh = 'replayed' | 'reused' | 'ended' | 'expired'

/**
 * Judges a rotating refresh token that no longer is the current one (RFC 9700 §4.14.2).
 * The one before the current, within the grace: a lost answer or a parallel request, which gets the same
 * successor again. Anything older: two parties hold tokens of one session, so the session must end.
 */
export const judgeLateRefresh = (
  session: Session,
  presentedGeneration: number,
  policy: SessionPolicy,
  now: Millis,
): LateRefresh => {
  const liveness = livenessOf(session, policy, now)
  if (liveness !== 'live') return liveness
  const isPrevious = presentedGeneration === session.generation - 1
  const withinGrace = session.rotatedAt !== null && now - session.rotatedAt <= policy.refreshGrace
  return isPrevious && withinGrace ? 'replayed' : 'reused'
}
