import type { AuditAction } from '@latchkey/contract'
import type { AuditDetail } from '../../../model/audit-entry.js'
import type { UserId } from '../../../model/ids.js'
import type { Clock } from '../../../ports/clock.js'
import type { TransactionalStores } from '../../../ports/storage.js'
import { actorOf, type Operator } from './operator.js'

/** What an operator has done. */
export interface Act {
  readonly action: AuditAction
  readonly userId?: UserId
  readonly target?: string
  /** As the operator typed it. */
  readonly reason?: string | undefined
  readonly detail?: AuditDetail
}

/** Writes an act into the audit history, in its transaction. */
export const noteAct = async (
  { clock }: { readonly clock: Clock },
  { audit }: Pick<TransactionalStores, 'audit'>,
  by: Operator,
  { action, userId, target, reason, detail }: Act,
): Promise<void> => {
  const told = { ...detail, ...(reason !== undefined && { reason: withoutControls(reason) }) }
  await audit.note({
    action,
    actor: actorOf(by),
    userId: userId ?? null,
    target: target ?? null,
    refusal: null,
    caller: by.kind === 'person' ? by.caller : null,
    detail: Object.keys(told).length === 0 ? null : told,
    occurredAt: clock.now(),
  })
}

// PostgreSQL refuses one of them, and a history is read in terminals.
const withoutControls = (text: string): string => text.replaceAll(/\p{Cc}|\p{Cs}/gu, ' ').trim()
