import type { OperatorView } from '@latchkey/contract'
import { IMPERSONATION, type Roles } from '../../model/roles.js'
import { toMoment } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { CurrentSession } from '../steps/current-of.js'
import { recentUntil } from '../steps/require-recent-sign-in.js'
import { describeOwner } from './steps/describe-held.js'
import { ownPermissionsOf } from './steps/operator.js'

/** Who asks, and what they may do. */
export const readOperator = (
  {
    roles,
    impersonation,
    clock,
  }: { readonly roles: Roles; readonly impersonation: boolean; readonly clock: Clock },
  { user, session }: CurrentSession,
): OperatorView => {
  const permissions = ownPermissionsOf(roles, user)
  const until = recentUntil(session)
  return {
    user: describeOwner(user.id, user),
    roles: [...user.roles],
    permissions: [...permissions].sort(),
    recentUntil: until < clock.now() ? null : toMoment(until),
    mayImpersonate: impersonation && permissions.has(IMPERSONATION),
  }
}
