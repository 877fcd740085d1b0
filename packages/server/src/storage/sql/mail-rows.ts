import { z } from 'zod'
import { addressKeyOf } from '../../model/address.js'
import type { Mail, MailIntent } from '../../model/mail.js'
import type { NewMail } from '../../ports/outbox.js'
import type { MailRow } from './tables.js'

export const toMailRow = ({ id, to, userId, locale, intent, createdAt }: NewMail): MailRow => {
  const { kind, ...details } = intent
  return {
    id,
    user_id: userId,
    recipient: to,
    recipient_key: addressKeyOf(to),
    locale,
    kind,
    details: JSON.stringify(details),
    created_at: createdAt,
    attempts: 0,
    next_attempt_at: createdAt,
    outcome: null,
    settled_at: null,
    last_error: null,
  }
}

export const toMail = (row: MailRow): Mail => ({
  id: row.id,
  to: row.recipient,
  userId: row.user_id,
  locale: row.locale,
  intent: mailIntent.parse({ ...JSON.parse(row.details), kind: row.kind }),
  createdAt: row.created_at,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  outcome: row.outcome,
  settledAt: row.settled_at,
  lastError: row.last_error,
})

const mailIntent: z.ZodType<MailIntent> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sign_up'), subject: z.string() }),
  z.object({ kind: z.literal('password_reset') }),
  z.object({ kind: z.literal('password_choice') }),
  z.object({ kind: z.literal('invitation') }),
  z.object({ kind: z.literal('email_change'), subject: z.string() }),
  z.object({ kind: z.literal('email_changed'), newAddress: z.string() }),
  z.object({ kind: z.literal('password_changed') }),
  z.object({ kind: z.literal('account_deleted') }),
  z.object({ kind: z.literal('identity_linked'), provider: z.string() }),
  z.object({ kind: z.literal('identity_unlinked'), provider: z.string() }),
  z.object({ kind: z.literal('api_key_created'), hint: z.string() }),
  z.object({ kind: z.literal('api_key_revoked'), hint: z.string() }),
  z.object({ kind: z.literal('opened_by_support') }),
  z.object({ kind: z.literal('sign_in_mismatch'), provider: z.string() }),
])
