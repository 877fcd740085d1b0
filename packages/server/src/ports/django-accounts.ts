import type { DjangoId, UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'

/** Who a user is to frontends that were written for a Django backend. */
export interface DjangoAccount {
  readonly userId: UserId
  /** The primary key. */
  readonly id: DjangoId
  readonly username: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  /** By which provider the account was made, where the backend wrote that down. */
  readonly authProvider: string | null
  readonly lastLoginAt: Millis | null
  readonly joinedAt: Millis
}

/** An account without its primary key. */
export type NewDjangoAccount = Omit<DjangoAccount, 'id'>

/** Accounts as Django's frontends see them. Each verb is atomic. */
export interface DjangoAccounts {
  findByUser(userId: UserId): Promise<DjangoAccount | undefined>
  findById(id: DjangoId): Promise<DjangoAccount | undefined>
  /**
   * Gives a user an account with the next number as primary key, or with this UUID. A user who has one keeps it. A username that is
   * taken gets digits behind it.
   *
   * @returns the account the user has now; `changed`: another was made in the same moment, look again
   */
  create(account: NewDjangoAccount, uuid?: DjangoId): Promise<DjangoAccount | 'changed'>
  /** Replaces what a person may say about themselves. `taken`: another has the username; nothing was written. */
  rename(
    userId: UserId,
    names: Pick<DjangoAccount, 'username' | 'firstName' | 'lastName'>,
  ): Promise<'renamed' | 'taken' | 'unknown'>
  /** Notes a sign-in. */
  recordLogin(userId: UserId, now: Millis): Promise<void>
}
