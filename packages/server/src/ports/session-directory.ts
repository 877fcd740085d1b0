import type { UserId } from '../model/ids.js'
import type { ListPlace } from '../model/list-place.js'
import type { Session, SessionPolicy } from '../model/session.js'
import type { Millis } from '../model/time.js'

/** Which sessions somebody looks for; those that open nothing any more are never among them. */
export interface SessionFilter {
  readonly userId?: UserId | undefined
  readonly clientId?: string | undefined
  /** Opened here at that moment or later. */
  readonly since?: Millis | undefined
}

/** One page; as short as it happens to be. */
export interface SessionPage {
  readonly sessions: readonly Session[]
  readonly next: ListPlace | null
}

/** Counted as far as was looked. */
export interface Counted {
  readonly count: number
  /** Whether there are more, at which nobody looked. */
  readonly more: boolean
}

/** Everybody's live sessions, the youngest first. */
export interface SessionDirectory {
  find(
    filter: SessionFilter,
    page: { readonly after: ListPlace | null; readonly limit: number },
    at: { readonly policy: SessionPolicy; readonly now: Millis },
  ): Promise<SessionPage>
  /** How many there are, API keys not counted; it looks at no more than `most` of those that have not run out. */
  countLive(now: Millis, most: number): Promise<Counted>
}
