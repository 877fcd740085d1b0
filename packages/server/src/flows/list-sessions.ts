import type { ListedSession } from '@latchkey/contract'
import type { SessionId, UserId } from '../model/ids.js'
import { livenessOf, type Session, type SessionPolicy } from '../model/session.js'
import type { Clock } from '../ports/clock.js'
import type { Sessions } from '../ports/sessions.js'
import type { UserAgents } from '../ports/user-agents.js'
import { describeSession } from './steps/describe-session.js'

export interface ListSessionsDeps {
  readonly sessions: Pick<Sessions, 'listOf'>
  readonly sessionPolicy: SessionPolicy
  readonly userAgents: UserAgents
  readonly clock: Clock
}

/** The live sessions of a user but for those that API keys carry, which are listed apart; the one last used first. @param current the one that asks */
export const listSessions = async (
  deps: ListSessionsDeps,
  userId: UserId,
  current: SessionId,
): Promise<readonly ListedSession[]> => {
  const now = deps.clock.now()
  const isShown = (session: Session): boolean =>
    session.apiKey === null && livenessOf(session, deps.sessionPolicy, now) === 'live'
  const sessions = await deps.sessions.listOf(userId)
  return sessions
    .filter(isShown)
    .map((session) => ({ ...describeSession(deps, session), current: session.id === current }))
}
