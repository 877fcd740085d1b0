import type { OperatorView } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import { toMoment } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { CurrentSession } from '../steps/current-of.js'
import { recentUntil } from '../steps/require-recent-sign-in.js'
import { describeOwner } from './steps/describe-held.js'
import { ownPermissionsOf } from './steps/operator.js'

/** Who asks, and what they may do. */
export const readOperator = (
  { roles, clock }: { readonly roles: Roles; readonly clock: Clock },
  { user, session }: CurrentSession,
): OperatorView => {
  const until = recentUntil(session)
  return {
    user: describeOwner(user.id, user),
    roles: [...user.roles],
    permissions: [...ownPermissionsOf(roles, user)].sort(),
    recentUntil: until < clock.now() ? null : toMoment(until),
  }
}
