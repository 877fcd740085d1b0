import type { SessionId } from './ids.js'
import type { Session } from './session.js'
import type { Millis } from './time.js'

/** The sign-in at a provider that a proof comes from, as its ID token names it. */
export interface SignInOrigin {
  /** Its id in the configuration. */
  readonly provider: string
  /** Of providers with many issuers a `sub` means somebody at one of them alone (OIDC Core §2). */
  readonly issuer: string
  readonly sub: string
  /** The session there, where the provider names it (OIDC Back-Channel Logout §2.1). */
  readonly sid?: string
  /** When it issued what proved the sign-in, by its clock; where nothing says so, it is not known to be from before an end there. */
  readonly issuedAt?: Millis
}

/** What is kept of an origin: hashes, for it is compared and never told. */
export interface OriginKeys {
  readonly subject: string
  /** Null where the provider named none. */
  readonly session: string | null
}

/** Where a new session comes from: a provider, or a session that goes on in it. */
export type NewOrigin =
  | { readonly kind: 'provider'; readonly keys: OriginKeys }
  | { readonly kind: 'continued'; readonly from: SessionId }

/**
 * Which sessions a provider ends: those of a session there, those of a person there, or, where it names both, those of that person
 * that came out of that session or may have.
 */
export type EndedOrigin =
  | { readonly subject: string; readonly session: string | null }
  | { readonly subject: null; readonly session: string }

/** How and when the person proved who they are, and where. */
export interface SessionProof extends Pick<Session, 'amr' | 'authenticatedAt'> {
  readonly origin?: SignInOrigin
  /** The session whose sign-in this still is. */
  readonly continues?: SessionId
}
