import type { MailId, UserId } from '../model/ids.js'
import type { Mail, MailOutcome } from '../model/mail.js'
import type { Millis } from '../model/time.js'

/** A message that is to go out, as it is written beside the change it tells about. */
export type NewMail = Pick<Mail, 'id' | 'to' | 'userId' | 'locale' | 'intent' | 'createdAt'>

/** A person, as messages know them: what tells about their account, and what goes to the address they have proved. */
export interface Recipient {
  readonly userId: UserId
  readonly address: string | null
}

/** Messages that wait to be sent. Several processes may work on it: each message is with one of them at a time. */
export interface Outbox {
  /** Inside a transaction the message goes out if and only if the transaction is committed. */
  add(mail: NewMail): Promise<void>
  /**
   * Takes up to `limit` due messages for this process, until `until`: a process that dies gives them back that way.
   * Counts an attempt for each. The oldest first.
   */
  claim(limit: number, now: Millis, until: Millis): Promise<readonly Mail[]>
  settle(id: MailId, outcome: MailOutcome, now: Millis, detail?: string): Promise<void>
  retryAt(id: MailId, at: Millis, detail: string): Promise<void>
  /** Everything on record about a person, newest first. */
  listOf(person: Recipient): Promise<readonly Mail[]>
  /** What went to their address and to nobody in particular stays theirs when they leave the address behind. */
  keepFor(person: Recipient): Promise<void>
  /** Forgets everything about a person who leaves, what waits included; but a warning that the address was changed goes out. */
  dropOf(person: Recipient): Promise<void>
}

/** What operators do with it. */
export interface OutboxInspection {
  /** Newest first. @param which `waiting`: not settled; `failed`: given up */
  list(which: 'all' | 'waiting' | 'failed', limit: number): Promise<readonly Mail[]>
  /** How many there are; it counts no further than `most`. */
  count(which: 'waiting' | 'failed', most: number): Promise<number>
  /** Makes a message that waits or has failed due now. */
  retry(id: MailId, now: Millis): Promise<'due' | 'unknown'>
}
