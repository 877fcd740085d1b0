import type { AuditAction } from '@latchkey/contract'
import type { AuditDetail } from '../../model/audit-entry.js'
import type { Caller } from '../../model/caller.js'
import type { UserId } from '../../model/ids.js'
import type { Session } from '../../model/session.js'
import type { HookCaller } from '../../model/told-to-hooks.js'
import type { Clock } from '../../ports/clock.js'
import type { TransactionalStores } from '../../ports/storage.js'

/** What people have done themselves. */
export interface OwnAct {
  readonly action: AuditAction
  readonly userId: UserId
  /** Undefined: nobody knows from where. */
  readonly caller: Caller | undefined
  /** The operator who acts as them; undefined when it is they themselves. */
  readonly by?: { readonly id: UserId } | undefined
  readonly target?: string
  readonly detail?: AuditDetail
}

/** Writes what somebody has done to their own account into the audit history, in its transaction. */
export const noteOwnAct = (
  { clock }: { readonly clock: Clock },
  { audit }: Pick<TransactionalStores, 'audit'>,
  { action, userId, caller, by, target, detail }: OwnAct,
): Promise<void> =>
  audit.note({
    action,
    actor: by === undefined ? { kind: 'user', id: userId } : { kind: 'operator', id: by.id },
    userId,
    target: target ?? null,
    refusal: null,
    caller: caller ?? null,
    detail: detail ?? null,
    occurredAt: clock.now(),
  })

/** Writes that somebody has signed in. @param by what they proved it: `password`, or the id of a provider */
export const noteSignIn = (
  deps: { readonly clock: Clock },
  stores: Pick<TransactionalStores, 'audit'>,
  { session, caller, by }: { readonly session: Session; readonly caller: HookCaller; readonly by: string },
): Promise<void> =>
  noteOwnAct(deps, stores, {
    action: 'session.opened',
    userId: session.userId,
    target: session.id,
    caller,
    detail: { by, client: session.clientId },
  })
