import type { AdminUser } from '@latchkey/contract'
import { toMoment, toMomentOrNull } from '../../../model/time.js'
import type { User } from '../../../model/user.js'

/** A user as operators see them. */
export const describeUser = (user: User): AdminUser => ({
  id: user.id,
  email: user.email,
  emailConfirmedAt: toMomentOrNull(user.emailVerifiedAt),
  name: user.name,
  picture: user.picture,
  profile: user.profile,
  roles: [...user.roles],
  suspendedAt: toMomentOrNull(user.suspendedAt),
  createdAt: toMoment(user.createdAt),
  updatedAt: toMoment(user.updatedAt),
})
