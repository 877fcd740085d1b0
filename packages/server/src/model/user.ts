import type { UserClaims } from '@latchkey/contract'
import type { UserId } from './ids.js'
import { type Millis, toNumericDate } from './time.js'

/** A person's account here. */
export interface User {
  readonly id: UserId
  readonly email: string | null
  /** Null while nobody has proved that the mailbox is theirs: the address is then only something the person said. */
  readonly emailVerifiedAt: Millis | null
  readonly name: string | null
  readonly picture: string | null
  readonly suspendedAt: Millis | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** The user as clients see it; scopes are the caller's business. */
export const toUserClaims = (user: User): UserClaims => ({
  sub: user.id,
  ...(user.email !== null && { email: user.email, email_verified: user.emailVerifiedAt !== null }),
  ...(user.name !== null && { name: user.name }),
  ...(user.picture !== null && { picture: user.picture }),
  updated_at: toNumericDate(user.updatedAt),
})
