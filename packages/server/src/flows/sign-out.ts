import type { Session } from '../model/session.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Sessions } from '../ports/sessions.js'

export interface SignOutDeps {
  readonly sessions: Pick<Sessions, 'end'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Ends the session of this browser, if it has one: every form of it is dead when this resolves.
 *
 * @returns `already_ended` when there was none, or something else has ended it in the meantime
 */
export const signOut = async (
  deps: SignOutDeps,
  session: Session | undefined,
): Promise<'ended' | 'already_ended'> => {
  if (session === undefined) return 'already_ended'
  const now = deps.clock.now()
  const outcome = await deps.sessions.end(session.id, 'signed_out', now)
  // Who signs out is signed out: not as somebody else alone.
  if (session.actor !== null) await deps.sessions.end(session.actor.sessionId, 'signed_out', now)
  if (outcome === 'ended')
    deps.log.info('session ended', { session: session.id, user: session.userId, reason: 'signed_out' })
  return outcome
}
