import type { Caller } from '../model/caller.js'
import type { Session } from '../model/session.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { noteOwnAct } from './steps/note-own-act.js'

export interface SignOutDeps {
  readonly storage: Transactions
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
  current: { readonly session: Session; readonly caller?: Caller | undefined } | undefined,
): Promise<'ended' | 'already_ended'> => {
  if (current === undefined) return 'already_ended'
  const { session, caller } = current
  const { id: target, userId } = session
  const outcome = await deps.storage.transaction(async (stores) => {
    const now = deps.clock.now()
    const ended = await stores.sessions.end(target, 'signed_out', now)
    // Who signs out is signed out: not as somebody else alone.
    if (session.actor !== null) await stores.sessions.end(session.actor.sessionId, 'signed_out', now)
    const detail = { reason: 'signed_out' }
    const by = session.actor === null ? undefined : { id: session.actor.userId }
    if (ended === 'ended')
      await noteOwnAct(deps, stores, { action: 'session.ended', userId, target, caller, by, detail })
    return ended
  })
  if (outcome === 'ended')
    deps.log.info('session ended', { session: target, user: userId, reason: 'signed_out' })
  return outcome
}
