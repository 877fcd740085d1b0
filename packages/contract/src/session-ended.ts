import { z } from 'zod'

/** Why a session is over, as far as the person is told. */
export const sessionEndReason = z.enum([
  'signed_out',
  /** By the person, from another device. */
  'signed_out_elsewhere',
  /** The same browser signed in again: there may be somebody. */
  'replaced',
  'password_changed',
  /** The account was suspended. */
  'suspended',
  /** The session was deleted, mostly with its account. */
  'deleted',
  /** By an operator, or to protect the account. */
  'revoked',
  /** Unused for too long, or too old. */
  'expired',
])
export type SessionEndReason = z.infer<typeof sessionEndReason>

/** `GET /session/events`: `event: session_ended`, `data: {"session":"ses_…","reason":"signed_out_elsewhere"}`. */
export const sessionEnded = z.object({
  /** `ses_…` */
  session: z.string(),
  reason: sessionEndReason,
})
export type SessionEnded = z.infer<typeof sessionEnded>
