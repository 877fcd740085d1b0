import type { Locale } from '../../model/locale.js'
import type { MailIntent } from '../../model/mail.js'
import type { User } from '../../model/user.js'
import type { TransactionalStores } from '../../ports/storage.js'
import { type QueueMailDeps, queueMail } from './queue-mail.js'

/** Writes to a user about their own account, at the address they have proved; to nobody when there is none. */
export const tellOwner = async (
  deps: QueueMailDeps,
  { outbox }: Pick<TransactionalStores, 'outbox'>,
  told: { readonly user: User; readonly locale: Locale; readonly intent: MailIntent },
): Promise<void> => {
  const { user, locale, intent } = told
  if (user.email === null || user.emailVerifiedAt === null) return
  await queueMail(deps, outbox, { to: user.email, userId: user.id, locale, intent })
}
