import type { SessionId, UserId } from './ids.js'
import type { Locale } from './locale.js'

/** What an application that sends somebody to sign out wants, when it has been checked. */
export interface LogoutWish {
  /** Which application it is, as far as it said. */
  readonly clientId: string | undefined
  /** Whose session of which client is to end, as far as it said. */
  readonly hinted: { readonly sessionId: SessionId; readonly userId: UserId } | undefined
  /** One of its registered addresses, with its `state`. */
  readonly goOn: string | undefined
  readonly locale: Locale | undefined
}
