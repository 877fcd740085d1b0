import { AuthError, type ErrorCode } from '@latchkey/contract'
import type { UserId } from '../model/ids.js'
import type { HookCaller } from '../model/told-to-hooks.js'
import type { AuditHistory } from '../ports/audit-history.js'
import type { Clock } from '../ports/clock.js'

export interface NoteRefusalDeps {
  readonly auditHistory: Pick<AuditHistory, 'note'>
  readonly clock: Clock
}

/** A sign-in that came to nothing. */
export interface RefusedSignIn {
  readonly refusal: ErrorCode
  /** By what they came: `password`, or the id of a provider. */
  readonly by: string
  /** Whose account they wanted, where there is one. */
  readonly userId: UserId | null
  /** Whether they had proved who they are: else anybody may have tried. */
  readonly isProved: boolean
  readonly caller: HookCaller
}

/** Writes into the audit history that a sign-in was refused, and why; never what was typed. The same work whether there is an account or not. */
export const noteRefusal = (
  { auditHistory, clock }: NoteRefusalDeps,
  { refusal, by, userId, isProved, caller }: RefusedSignIn,
): Promise<void> =>
  auditHistory.note({
    action: 'session.refused',
    actor: isProved && userId !== null ? { kind: 'user', id: userId } : { kind: 'stranger', id: null },
    userId,
    target: null,
    refusal,
    caller,
    detail: { by, client: caller.client },
    occurredAt: clock.now(),
  })

/** Refusals that are about who signs in. What else goes wrong with a sign-in, a storm or a database that is away, is about us. */
const REFUSALS: readonly ErrorCode[] = [
  'address_unproven',
  'credentials_wrong',
  'hook_denied',
  'hook_failed',
  'proof_expired',
  'proof_replayed',
  'user_suspended',
]

/** For `catch`: notes a refusal, and throws it on. */
export const notingRefusal =
  (
    deps: NoteRefusalDeps,
    told: Pick<RefusedSignIn, 'by' | 'caller'> & { readonly whose: () => Promise<UserId | undefined> },
  ) =>
  async (error: unknown): Promise<never> => {
    if (!(error instanceof AuthError) || !REFUSALS.includes(error.code)) throw error
    const { by, caller } = told
    const userId = (await told.whose()) ?? null
    await noteRefusal(deps, { refusal: error.code, by, userId, isProved: true, caller })
    throw error
  }
