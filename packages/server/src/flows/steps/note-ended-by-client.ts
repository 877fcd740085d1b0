import type { AuditAction } from '@latchkey/contract'
import type { SessionId, UserId } from '../../model/ids.js'
import type { Clock } from '../../ports/clock.js'
import type { TransactionalStores } from '../../ports/storage.js'

/** Writes into the audit history that an application has ended what somebody held, in its transaction. */
export const noteEndedByClient = (
  { clock }: { readonly clock: Clock },
  { audit }: Pick<TransactionalStores, 'audit'>,
  ended: {
    readonly action: Extract<AuditAction, 'session.ended' | 'api_key.ended'>
    /** Undefined: it did not say which it is. */
    readonly clientId: string | undefined
    readonly userId: UserId
    readonly sessionId: SessionId
    readonly reason: string
  },
): Promise<void> =>
  audit.note({
    action: ended.action,
    actor: { kind: 'client', id: ended.clientId ?? null },
    userId: ended.userId,
    target: ended.sessionId,
    refusal: null,
    caller: null,
    detail: { reason: ended.reason },
    occurredAt: clock.now(),
  })
