import type { MailId, UserId } from './ids.js'
import type { Locale } from './locale.js'
import type { Millis } from './time.js'

/**
 * What a message is about. A message is kept as an intent, never as text: links and codes are derived when it is written, so
 * nothing that opens an account waits in the database.
 */
export type MailIntent =
  /** To whoever signed up; to the owner instead when the address is somebody's already. `subject`: the sign-up. */
  /** `subject`: the id of the sign-up, or `newest` for whichever of the address is when the message is written. */
  | { readonly kind: 'sign_up'; readonly subject: string }
  /** To the owner of the address, if it has one. */
  | { readonly kind: 'password_reset' }
  /** As `password_reset`, to somebody whose address was confirmed where nobody could say whose the password is. */
  | { readonly kind: 'password_choice' }
  /** To somebody for whom an operator has made an account. */
  | { readonly kind: 'invitation' }
  /** To the new address; to its owner instead when it has one. `subject`: the change. */
  | { readonly kind: 'email_change'; readonly subject: string }
  /** To the address an account no longer has. `newAddress` is where its mail goes from now on. */
  | { readonly kind: 'email_changed'; readonly newAddress: string }
  | { readonly kind: 'password_changed' }
  | { readonly kind: 'account_deleted' }
  /** `provider`: as people know it, from the configuration. */
  | { readonly kind: 'identity_linked'; readonly provider: string }
  | { readonly kind: 'identity_unlinked'; readonly provider: string }
  /** `hint`: the last letters of the key. Not its name, which whoever was at the account could have chosen for our letter. */
  | { readonly kind: 'api_key_created'; readonly hint: string }
  | { readonly kind: 'api_key_revoked'; readonly hint: string }
  /** To somebody as whom an operator acts. */
  | { readonly kind: 'opened_by_support' }
  /** To the owner of an address that somebody came with who has not proved it. */
  | { readonly kind: 'sign_in_mismatch'; readonly provider: string }

export type MailKind = MailIntent['kind']

/** One message in the outbox. */
export interface Mail {
  readonly id: MailId
  readonly to: string
  /** Whose account it is about; null when that is found out by whoever writes it. */
  readonly userId: UserId | null
  readonly locale: Locale
  readonly intent: MailIntent
  readonly createdAt: Millis
  /** How often it was tried. */
  readonly attempts: number
  /** When it is tried next; null when it is not tried again. */
  readonly nextAttemptAt: Millis | null
  readonly outcome: MailOutcome | null
  readonly settledAt: Millis | null
  /** What the mail server said at the last attempt that failed. */
  readonly lastError: string | null
}

/** `needless`: there was nobody to tell. `failed`: the mail server refused it for good, or too often. */
export type MailOutcome = 'sent' | 'needless' | 'failed'

const FIRST_PAUSE = 15_000
const LONGEST_PAUSE = 60 * 60_000
const MAX_ATTEMPTS = 40

/** When to try again after `attempts` failures: 15 s, 30 s, 1 min … 1 h; undefined when it was tried for a day and more. */
export const nextMailAttempt = (attempts: number, now: Millis): Millis | undefined =>
  attempts >= MAX_ATTEMPTS ? undefined : now + Math.min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
