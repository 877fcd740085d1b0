import { IMPERSONATION, ownPermissionsAmong, type Roles } from '../../model/roles.js'
import { livenessOf, type SessionActor, type SessionPolicy } from '../../model/session.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { Sessions } from '../../ports/sessions.js'

export interface FindActorDeps {
  readonly sessions: Pick<Sessions, 'recall' | 'find'>
  readonly accounts: Pick<Accounts, 'recall' | 'findById'>
  readonly roles: Roles
  /** Whether operators may act as somebody else at all. */
  readonly impersonation: boolean
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/**
 * The operator who acts as a user, if they still may: it is switched on, their own session is live, their roles give the permission, and the user
 * has not become an operator. Looked at with each request, so that whatever takes it away takes it away at once.
 */
export const findActor = async (
  { sessions, accounts, roles, impersonation, sessionPolicy, clock }: FindActorDeps,
  actor: SessionActor,
  { user, from }: { readonly user: User; readonly from: 'memory' | 'database' },
): Promise<User | undefined> => {
  if (!impersonation || ownPermissionsAmong(user.roles, roles).size > 0) return undefined
  const own = await (from === 'memory' ? sessions.recall(actor.sessionId) : sessions.find(actor.sessionId))
  if (own === undefined || livenessOf(own, sessionPolicy, clock.now()) !== 'live') return undefined
  const operator = await (from === 'memory' ? accounts.recall(actor.userId) : accounts.findById(actor.userId))
  if (operator === undefined || operator.suspendedAt !== null) return undefined
  return ownPermissionsAmong(operator.roles, roles).has(IMPERSONATION) ? operator : undefined
}
