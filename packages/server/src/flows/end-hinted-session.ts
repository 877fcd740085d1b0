import type { LogoutWish } from '../model/logout-wish.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { Sessions } from '../ports/sessions.js'

export interface EndHintedSessionDeps {
  readonly sessions: Pick<Sessions, 'end'>
  readonly clock: Clock
  readonly log: Log
}

/** Ends the session an application showed a token of, if it showed one. One that has ended already is answered alike. */
export const endHintedSession = async (
  deps: EndHintedSessionDeps,
  { hinted, clientId: client }: LogoutWish,
): Promise<void> => {
  if (hinted === undefined) return
  const { sessionId: session, userId: user } = hinted
  const outcome = await deps.sessions.end(session, 'signed_out', deps.clock.now())
  if (outcome === 'ended') deps.log.info('session ended', { session, user, client, reason: 'signed_out' })
}
