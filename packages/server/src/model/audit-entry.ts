import type { AuditAction, AuditActorKind, ErrorCode } from '@latchkey/contract'
import type { Caller } from './caller.js'
import type { UserId } from './ids.js'
import type { Millis } from './time.js'

/** Who did it. */
export interface AuditActor {
  readonly kind: AuditActorKind
  /** `usr_…`, the id of a client or a provider, the name of an account of the machine; null where there is none. */
  readonly id: string | null
}

/** Values of an entry's detail: names and numbers, never a secret, a token or a password. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** Something that is about to be written into the history. */
export interface NewAuditEntry {
  readonly action: AuditAction
  readonly actor: AuditActor
  /** Whom it was done to. */
  readonly userId: UserId | null
  /** What it was done to, beside a person: `ses_…`, the id of a client, a `kid`. */
  readonly target: string | null
  /** How it ended: null when it was done, else why it was refused. */
  readonly refusal: ErrorCode | null
  readonly caller: Caller | null
  readonly detail: AuditDetail | null
  readonly occurredAt: Millis
}

/** Something that stands in the history. */
export interface AuditEntry extends NewAuditEntry {
  /** Its place: from 1, without gaps, in the order in which entries could be seen. */
  readonly position: number
  /** What binds it to all before it. */
  readonly link: string
}
