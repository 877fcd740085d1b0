import type { Session } from '../model/session.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Sessions } from '../ports/sessions.js'

export interface SignOutEverywhereDeps {
  readonly sessions: Pick<Sessions, 'endAllOf'>
  readonly clock: Clock
  readonly log: Log
}

/**
 * Ends every session of the user: in browsers, and those that applications hold.
 *
 * @param request.keepThis whether the one that asks goes on
 */
export const signOutEverywhere = async (
  deps: SignOutEverywhereDeps,
  request: { readonly session: Session; readonly keepThis: boolean },
): Promise<void> => {
  const { session, keepThis } = request
  const except = keepThis ? session.id : null
  const reason = keepThis ? 'signed_out_elsewhere' : 'signed_out'
  const ended = await deps.sessions.endAllOf(session.userId, except, reason, deps.clock.now())
  deps.log.info('sessions ended', { user: session.userId, count: ended, reason })
}
