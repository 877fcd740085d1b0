import type { AccountUser, ProfileFields, UserClaims } from '@latchkey/contract'
import type { UserId } from './ids.js'
import { type Millis, toMoment, toNumericDate } from './time.js'

/** A person's account here. */
export interface User {
  readonly id: UserId
  readonly email: string | null
  /** Null while nobody has proved that the mailbox is theirs: the address is then only something the person said. */
  readonly emailVerifiedAt: Millis | null
  readonly name: string | null
  readonly picture: string | null
  /** What the project's own schema describes. */
  readonly profile: ProfileFields
  /** What they may do, by the names the project gives it. */
  readonly roles: readonly string[]
  readonly suspendedAt: Millis | null
  readonly createdAt: Millis
  readonly updatedAt: Millis
}

/** What names a user beside a token in the links that frontends of a Django backend expect. It opens nothing. */
export const uidOf = ({ id }: Pick<User, 'id'>): string => id.slice('usr_'.length)

/** The user as clients see it; scopes are the caller's business. */
export const toUserClaims = (user: User): UserClaims => ({
  sub: user.id,
  ...(user.email !== null && { email: user.email, email_verified: user.emailVerifiedAt !== null }),
  ...(user.name !== null && { name: user.name }),
  ...(user.picture !== null && { picture: user.picture }),
  updated_at: toNumericDate(user.updatedAt),
})

/** The user as their own pages see it. */
export const toAccountUser = (user: User): AccountUser => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  name: user.name,
  picture: user.picture,
  profile: user.profile,
  createdAt: toMoment(user.createdAt),
  updatedAt: toMoment(user.updatedAt),
})
