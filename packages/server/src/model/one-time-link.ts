import type { LinkId, UserId } from './ids.js'
import type { Millis } from './time.js'

/** Something a user may do once, with the link or code in a message: set a new password, or take another address. */
export interface OneTimeLink {
  readonly id: LinkId
  readonly userId: UserId
  readonly purpose: 'password_reset' | 'email_change'
  /** The address the message goes to, and what is proved by having it. */
  readonly email: string
  readonly emailKey: string
  readonly wrongCodes: number
  readonly createdAt: Millis
  readonly expiresAt: Millis
}
