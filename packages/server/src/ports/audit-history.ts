import type { AuditAction, ErrorCode } from '@latchkey/contract'
import type { AuditEntry, NewAuditEntry } from '../model/audit-entry.js'
import type { AuditFilter } from '../model/audit-filter.js'
import type { Millis } from '../model/time.js'

/** One page of entries, the newest first. */
export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** Behind which position the next page begins; null when this was the last. */
  readonly next: number | null
}

/** How often something ended so in one hour. */
export interface AuditCount {
  /** When the hour begins. */
  readonly hour: Millis
  readonly action: AuditAction
  /** Null: it was done. */
  readonly refusal: ErrorCode | null
  readonly count: number
}

/** The newest entry, by what binds it to all before it. Noted elsewhere, it shows that nothing was cut off since. */
export interface AuditHead {
  /** 0 while there is no entry. */
  readonly position: number
  readonly link: string
}

/**
 * What is wrong first. `changed`: the entry says something else than what was written, or stands elsewhere; `removed`: it is gone; `put_in`: it is none of
 * ours; `cut`: it and what came after it are gone; `ends`: what says where the history begins and ends is not ours, or is gone.
 */
export interface AuditBreak {
  readonly kind: 'changed' | 'removed' | 'put_in' | 'cut' | 'ends'
  readonly position: number
}

/** Entries that were removed because of their age. */
export interface AuditRemoval {
  readonly removed: number
  /** The newest of them: the history begins behind it. */
  readonly upTo: AuditHead
}

/** How far a check has come. */
export interface AuditProgress {
  /** How many entries were looked at. */
  readonly checked: number
  /** The newest that was looked at, or where the history begins. */
  readonly head: AuditHead
  readonly found: AuditBreak | undefined
}

/** Who did what to whom, from where, and how it ended. Entries are added; none is ever changed. */
export interface AuditHistory {
  /** Writes an entry, in the transaction of what it tells: neither is there without the other. */
  note(entry: NewAuditEntry): Promise<void>
  /** Gives their places to entries that have none. Those who read do so first. */
  order(): Promise<void>
  /** In order, those behind a position: once read, nothing appears before them. `limit` at most. */
  after(position: number, limit: number): Promise<readonly AuditEntry[]>
  /** The highest position there is; 0 while there is no entry. */
  newest(): Promise<number>
  /** The newest first. A page may be short, or empty, with `next` set: how many entries are looked at for one is bounded. */
  list(
    filter: AuditFilter,
    page: { readonly before: number | null; readonly limit: number },
  ): Promise<AuditPage>
  /** What was counted in the hours that begin from a moment on and before another, the earliest first. It reads no entry. */
  counts(from: Millis, before: Millis): Promise<readonly AuditCount[]>
  /**
   * Reads the history from its beginning, a page at a time, to the end or to what is wrong first.
   *
   * @param noted what the newest entry was when somebody looked: without it nobody sees that all was put back to what it had been
   */
  verify(noted?: AuditHead): AsyncIterable<AuditProgress>
  /**
   * Removes the oldest entries that happened before a moment, some hundreds at a time, and writes one that says so, in one transaction. What is not as it
   * was written stays, and all after it: whoever verifies must find it.
   *
   * @param tell what is written of it
   * @returns what was removed; undefined when there was nothing to remove
   */
  shorten(before: Millis, tell: (removed: AuditRemoval) => NewAuditEntry): Promise<AuditRemoval | undefined>
  /** Seals the key of the history under the current secret. @returns false when it was sealed under one that is not known here */
  keepKey(): Promise<boolean>
}
