import type { LogoutWish } from '../model/logout-wish.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { noteEndedByClient } from './steps/note-ended-by-client.js'

export interface EndHintedSessionDeps {
  readonly storage: Transactions
  readonly clock: Clock
  readonly log: Log
}

/** Ends the session an application showed a token of, if it showed one. One that has ended already is answered alike. */
export const endHintedSession = async (
  deps: EndHintedSessionDeps,
  { hinted, clientId: client }: LogoutWish,
): Promise<void> => {
  if (hinted === undefined) return
  const { sessionId, userId } = hinted
  const reason = 'signed_out'
  const outcome = await deps.storage.transaction(async (stores) => {
    const ended = await stores.sessions.end(sessionId, reason, deps.clock.now())
    const told = { action: 'session.ended', clientId: client, userId, sessionId, reason } as const
    if (ended === 'ended') await noteEndedByClient(deps, stores, told)
    return ended
  })
  if (outcome === 'ended')
    deps.log.info('session ended', { session: sessionId, user: userId, client, reason })
}
