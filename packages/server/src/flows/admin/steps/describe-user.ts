import type { AdminUser } from '@latchkey/contract'
import { type Millis, toMoment } from '../../../model/time.js'
import type { User } from '../../../model/user.js'

export const momentOrNull = (at: Millis | null): string | null => (at === null ? null : toMoment(at))

/** A user as operators see them. */
export const describeUser = (user: User): AdminUser => ({
  id: user.id,
  email: user.email,
  emailConfirmedAt: momentOrNull(user.emailVerifiedAt),
  name: user.name,
  picture: user.picture,
  profile: user.profile,
  roles: [...user.roles],
  suspendedAt: momentOrNull(user.suspendedAt),
  createdAt: toMoment(user.createdAt),
  updatedAt: toMoment(user.updatedAt),
})
