import type { AuditAction, ErrorCode } from '@latchkey/contract'
import type { AuditEntry } from './audit-entry.js'
import type { UserId } from './ids.js'
import type { Millis } from './time.js'

/** Which entries are asked for; every condition that is given must hold. */
export interface AuditFilter {
  /** Whom it was done to. */
  readonly userId?: UserId | undefined
  readonly actorId?: string | undefined
  readonly action?: AuditAction | undefined
  readonly network?: string | undefined
  /** `done`, `refused` for whatever reason, or the one reason it was refused for. */
  readonly outcome?: 'done' | 'refused' | { readonly refusal: ErrorCode } | undefined
  readonly from?: Millis | undefined
  readonly before?: Millis | undefined
}

/** Whether this entry is one of those. */
export const isAskedFor = (filter: AuditFilter, entry: AuditEntry): boolean => {
  const { userId, actorId, action, network, outcome, from, before } = filter
  return (
    (userId === undefined || entry.userId === userId) &&
    (actorId === undefined || entry.actor.id === actorId) &&
    (action === undefined || entry.action === action) &&
    (network === undefined || entry.caller?.network === network) &&
    (from === undefined || entry.occurredAt >= from) &&
    (before === undefined || entry.occurredAt < before) &&
    (outcome === undefined || endedSo(outcome, entry))
  )
}

const endedSo = (outcome: NonNullable<AuditFilter['outcome']>, { refusal }: AuditEntry): boolean => {
  if (outcome === 'done') return refusal === null
  if (outcome === 'refused') return refusal !== null
  return refusal === outcome.refusal
}
