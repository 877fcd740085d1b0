import type { SessionId } from '../../model/ids.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'

export interface EndReusedSessionDeps {
  readonly storage: Transactions
  readonly clock: Clock
}

/**
 * Two parties hold refresh tokens of one session, so it ends (RFC 9700 §4.14.2), and the history says why. Of many that come at once one ends it.
 * Generations only grow: what was reused when it was read is reused for ever, so the end needs no further condition.
 */
export const endReusedSession = ({ storage, clock }: EndReusedSessionDeps, id: SessionId): Promise<void> =>
  storage.transaction(async ({ sessions, audit }) => {
    const now = clock.now()
    const reason = 'refresh_token_reused'
    const session = await sessions.find(id)
    if (session === undefined || (await sessions.end(id, reason, now)) === 'already_ended') return
    await audit.note({
      action: 'session.ended',
      actor: { kind: 'server', id: null },
      userId: session.userId,
      target: id,
      refusal: null,
      // Who presented it is either of the two.
      caller: null,
      detail: { reason, client: session.clientId },
      occurredAt: now,
    })
  })
