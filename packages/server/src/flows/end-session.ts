import { AuthError } from '@latchkey/contract'
import { parseSessionId } from '../model/ids.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Sessions } from '../ports/sessions.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { noteOwnAct } from './steps/note-own-act.js'

export interface EndSessionDeps {
  readonly sessions: Pick<Sessions, 'find'>
  readonly storage: Transactions
  readonly clock: Clock
  readonly log: Log
}

/**
 * Ends one session of a user, on whatever device it is. One that has ended already is answered alike.
 *
 * @throws AuthError `session_unknown` for what is no session of this user, `not_signed_in` when the one that asks was ended meanwhile
 */
export const endSession = async (
  deps: EndSessionDeps,
  request: { readonly current: CurrentSession; readonly sessionId: string },
): Promise<void> => {
  const id = parseSessionId(request.sessionId)
  const session = id && (await deps.sessions.find(id))
  if (session?.userId !== request.current.user.id || session.apiKey !== null)
    throw new AuthError('session_unknown')
  const outcome = await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, request.current)
    const ended = await stores.sessions.end(session.id, 'signed_out_elsewhere', deps.clock.now())
    if (ended === 'ended')
      await noteOwnAct(deps, stores, {
        action: 'session.ended',
        userId: session.userId,
        target: session.id,
        caller: request.current.caller,
        by: request.current.actor,
        detail: { reason: 'signed_out_elsewhere' },
      })
    return ended
  })
  if (outcome === 'ended')
    deps.log.info('session ended', {
      session: session.id,
      user: session.userId,
      reason: 'signed_out_elsewhere',
    })
}
