import type { DjangoAccount, DjangoIdKind } from '../model/django-account.js'
import type { DjangoId, UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'

/** An account that is made here. */
export type NewDjangoAccount = Omit<DjangoAccount, 'id' | 'formerEndedAt'>

/** Accounts as Django's frontends see them. Each verb is atomic. */
export interface DjangoAccounts {
  findByUser(userId: UserId): Promise<DjangoAccount | undefined>
  /** May come from memory, at most as stale as the storage's stated bound. */
  recall(userId: UserId): Promise<DjangoAccount | undefined>
  /** Inside a transaction: the account stays as it is until the transaction ends. */
  hold(userId: UserId): Promise<DjangoAccount | undefined>
  findById(id: DjangoId): Promise<DjangoAccount | undefined>
  /** What the primary keys of the accounts here are; undefined while there is none. */
  findIdKind(): Promise<DjangoIdKind | undefined>
  /**
   * Gives a user an account with a number nobody has had as primary key, or with this UUID. A user who has one keeps it. A username that is
   * taken gets digits behind it.
   *
   * @returns the account the user has now; `changed`: another was made in the same moment, look again
   */
  create(account: NewDjangoAccount, now: Millis, uuid?: DjangoId): Promise<DjangoAccount | 'changed'>
  /** Replaces what a person may say about themselves. `taken`: another has the username; nothing was written. */
  rename(
    userId: UserId,
    names: Pick<DjangoAccount, 'username' | 'firstName' | 'lastName'>,
    now: Millis,
  ): Promise<'renamed' | 'taken' | 'unknown'>
  /** Notes a sign-in. */
  recordLogin(userId: UserId, now: Millis): Promise<void>
}
