import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { noteOwnAct } from './steps/note-own-act.js'

export interface SignOutEverywhereDeps {
  readonly storage: Transactions
  readonly clock: Clock
  readonly log: Log
}

/**
 * Ends every sign-in of the user, in browsers and in applications, and a change of address that is under way. API keys are no sign-in:
 * they end where they are listed.
 *
 * @param request.keepThis whether the one that asks goes on
 * @throws AuthError `not_signed_in` when it was ended meanwhile
 */
export const signOutEverywhere = async (
  deps: SignOutEverywhereDeps,
  request: { readonly current: CurrentSession; readonly keepThis: boolean },
): Promise<void> => {
  const { current, keepThis } = request
  const { session } = current
  const ended = await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, current)
    // Whoever signs others out trusts none of what they have begun.
    await stores.links.drop(session.userId, 'email_change')
    const { sessions } = stores
    const now = deps.clock.now()
    const others = await sessions.endSignInsOf(session.userId, session.id, 'signed_out_elsewhere', now)
    const count = keepThis
      ? others
      : others + (await sessions.endSignInsOf(session.userId, null, 'signed_out', now))
    await noteOwnAct(deps, stores, {
      action: 'session.ended',
      userId: session.userId,
      caller: current.caller,
      by: current.actor,
      detail: { reason: keepThis ? 'signed_out_elsewhere' : 'signed_out', count },
    })
    return count
  })
  const reason = keepThis ? 'signed_out_elsewhere' : 'signed_out'
  deps.log.info('sessions ended', { user: session.userId, count: ended, reason })
}
