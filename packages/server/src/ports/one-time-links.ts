import type { LinkId, UserId } from '../model/ids.js'
import type { OneTimeLink } from '../model/one-time-link.js'
import type { Millis } from '../model/time.js'

/** Links that do something once. Nothing here opens anything: the token in a link is derived, not stored. */
export interface OneTimeLinks {
  /** Adding one that is there already changes nothing: a message may be written twice. */
  add(link: OneTimeLink): Promise<void>
  find(id: LinkId): Promise<OneTimeLink | undefined>
  /** The newest live one of a user. */
  findNewest(userId: UserId, purpose: OneTimeLink['purpose'], now: Millis): Promise<OneTimeLink | undefined>
  /** As for sign-ups. */
  countCode(id: LinkId, limit: number): Promise<'counted' | 'spent'>
  /** Takes the link away: exactly one caller gets it. Undefined when it is not there any more, or has expired. */
  consume(id: LinkId, now: Millis): Promise<OneTimeLink | undefined>
  /** Takes all links of one purpose away from a user. */
  drop(userId: UserId, purpose: OneTimeLink['purpose']): Promise<void>
}
