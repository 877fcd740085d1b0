import type { SessionId, UserId } from '../../model/ids.js'

/** What must be forgotten once a change has been committed. */
export interface Memory {
  forgetUser(id: UserId): void
  forgetDjangoAccount(id: UserId): void
  forgetSession(id: SessionId): void
}
