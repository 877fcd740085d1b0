import type { OpaqueTokenClaims } from '@latchkey/contract'

/** What a session says of itself, with what we always say. */
export type SessionClaims = OpaqueTokenClaims & { readonly scope: string }

/** Knows the sessions behind opaque access tokens. */
export interface OpaqueTokenVerifier {
  /** @returns undefined for anything that opens nothing; as stale as `sessions.recallOpaque` */
  check(token: string): Promise<SessionClaims | undefined>
}
