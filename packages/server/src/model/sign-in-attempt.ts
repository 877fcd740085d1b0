import type { SessionId, UserId } from './ids.js'
import type { Millis } from './time.js'

/** What signing in by a provider's pages is for. */
export type AttemptPurpose =
  | { readonly kind: 'sign_in'; readonly remember: boolean }
  /** The identity becomes this user's, who asked for it in this session. */
  | { readonly kind: 'link'; readonly userId: UserId; readonly sessionId: SessionId }

/** A sign-in by a provider's pages that is under way: what was sent there, and what is to happen afterwards. */
export interface SignInAttempt {
  readonly provider: string
  readonly state: string
  readonly nonce: string
  /** RFC 7636 §4.1. */
  readonly codeVerifier: string
  readonly redirectUri: string
  /** A whole address on an origin of the application. */
  readonly returnTo: string
  readonly purpose: AttemptPurpose
  readonly begunAt: Millis
  readonly expiresAt: Millis
}

/** A sign-in by a provider's own script in a page: what the ID token it gives has to name. */
export interface NonceAttempt {
  readonly provider: string
  readonly nonce: string
  readonly begunAt: Millis
  readonly expiresAt: Millis
}

/** What the browser keeps of one: several tabs may each have theirs. */
export interface AttemptCookie {
  /** What tells it from its neighbours. */
  readonly name: string
  readonly value: string
}

/** What goes to a browser with a sign-in that it begins. */
export interface CarriedAttempt {
  readonly cookie: AttemptCookie
  readonly expiresAt: Millis
  /** The names of cookies the browser need not keep any more. */
  readonly superfluous: readonly string[]
}
