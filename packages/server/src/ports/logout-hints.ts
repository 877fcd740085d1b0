import type { SessionId, UserId } from '../model/ids.js'

/** What an application shows to say whose session is to end. */
export interface LogoutHint {
  readonly sessionId: SessionId
  readonly userId: UserId
  readonly clientId: string
}

/** Reads the `id_token_hint` of OpenID Connect RP-Initiated Logout 1.0 §2. There are no ID tokens here: a hint is an access JWT. */
export interface LogoutHints {
  /** @returns undefined for anything this server has not signed for a session; one that has expired is as good as any */
  read(text: string): Promise<LogoutHint | undefined>
}
