import type { SessionId } from '../../model/ids.js'
import type { Locale } from '../../model/locale.js'
import type { User } from '../../model/user.js'
import type { TransactionalStores } from '../../ports/storage.js'
import { type QueueMailDeps, queueMail } from './queue-mail.js'

export type ReplacePasswordDeps = QueueMailDeps

/** Whose password becomes which, and the session that goes on. */
export interface ReplacedPassword {
  readonly user: User
  readonly hash: string
  /** Null: every session ends. */
  readonly keeps: SessionId | null
  /** Whether it is the owner who goes on, or somebody who has just taken the account back: then no API key does. */
  readonly apiKeys: 'stay' | 'end'
  readonly locale: Locale
}

/** Another password, inside a transaction: sign-ins and links end, and the owner hears of it where the mailbox is proven. */
export const replacePassword = async (
  deps: ReplacePasswordDeps,
  stores: Pick<TransactionalStores, 'accounts' | 'sessions' | 'links' | 'outbox'>,
  { user, hash, keeps, apiKeys, locale }: ReplacedPassword,
): Promise<void> => {
  const now = deps.clock.now()
  await stores.accounts.setPassword(user.id, hash, now)
  await stores.links.drop(user.id, 'password_reset')
  await stores.links.drop(user.id, 'email_change')
  await stores.sessions.endSignInsOf(user.id, keeps, 'password_changed', now)
  if (apiKeys === 'end') await stores.sessions.endKeysOf(user.id, 'password_changed', now)
  if (user.email === null || user.emailVerifiedAt === null) return
  const intent = { kind: 'password_changed' } as const
  await queueMail(deps, stores.outbox, { to: user.email, userId: user.id, locale, intent })
}
