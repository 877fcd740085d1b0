import type { MailList } from '@latchkey/contract'
import { toMoment, toMomentOrNull } from '../../model/time.js'
import type { OutboxInspection } from '../../ports/outbox.js'

/** Who looks for an older one knows whom it went to. */
const MOST = 200

/** Messages, newest first: to whom and what about, never what they say. */
export const listMail = async (
  { outboxInspection }: { readonly outboxInspection: Pick<OutboxInspection, 'list'> },
  which: Parameters<OutboxInspection['list']>[0],
): Promise<MailList> => ({
  items: (await outboxInspection.list(which, MOST)).map((mail) => ({
    id: mail.id,
    kind: mail.intent.kind,
    to: mail.to,
    createdAt: toMoment(mail.createdAt),
    attempts: mail.attempts,
    nextAttemptAt: toMomentOrNull(mail.nextAttemptAt),
    outcome: mail.outcome,
    settledAt: toMomentOrNull(mail.settledAt),
    lastError: mail.lastError,
  })),
  next: null,
})
