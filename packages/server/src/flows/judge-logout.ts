import type { LogoutWish } from '../model/logout-wish.js'
import { livenessOf, type SessionPolicy } from '../model/session.js'
import type { Clock } from '../ports/clock.js'
import type { Sessions } from '../ports/sessions.js'
import type { CurrentSession } from './steps/current-of.js'

export interface JudgeLogoutDeps {
  readonly sessions: Pick<Sessions, 'find'>
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/**
 * Whether somebody whom an application sent to sign out is asked first (OpenID Connect RP-Initiated Logout 1.0 §2): always, unless the application
 * has shown a token of the very person who is signed in in this browser.
 */
export const judgeLogout = async (
  deps: JudgeLogoutDeps,
  { hinted }: LogoutWish,
  current: CurrentSession | undefined,
): Promise<'end' | 'ask' | 'nothing-to-end'> => {
  if (current !== undefined) return hinted?.userId === current.user.id ? 'end' : 'ask'
  const session = hinted && (await deps.sessions.find(hinted.sessionId))
  const isLive = session !== undefined && livenessOf(session, deps.sessionPolicy, deps.clock.now()) === 'live'
  return isLive ? 'ask' : 'nothing-to-end'
}
