import { ID_RANDOM_BYTES, newMailId, type UserId } from '../../model/ids.js'
import type { Locale } from '../../model/locale.js'
import type { MailIntent } from '../../model/mail.js'
import type { Clock } from '../../ports/clock.js'
import type { Outbox } from '../../ports/outbox.js'
import type { Secrets } from '../../ports/secrets.js'

export interface QueueMailDeps {
  readonly clock: Clock
  readonly secrets: Secrets
}

/** Puts a message into the outbox, inside the transaction it belongs to. */
export const queueMail = (
  { clock, secrets }: QueueMailDeps,
  outbox: Pick<Outbox, 'add'>,
  mail: {
    readonly to: string
    /** Whose account it is about, when that is known here. */
    readonly userId?: UserId
    readonly locale: Locale
    readonly intent: MailIntent
  },
): Promise<void> => {
  const now = clock.now()
  return outbox.add({
    userId: null,
    ...mail,
    id: newMailId(now, secrets.randomHex(ID_RANDOM_BYTES)),
    createdAt: now,
  })
}
