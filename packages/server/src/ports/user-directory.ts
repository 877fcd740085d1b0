import type { UserId } from '../model/ids.js'
import type { ListPlace } from '../model/list-place.js'
import type { Millis } from '../model/time.js'
import type { User } from '../model/user.js'

export type UserStatus = 'active' | 'suspended' | 'unconfirmed'

/** Whom somebody looks for. What is not said does not matter; what is said all counts. */
export interface UserFilter {
  /** As it was typed: beginnings of words of name and address, or the whole of an id, a subject or a name to sign in with. */
  readonly search?: string | undefined
  readonly status?: UserStatus | undefined
  readonly role?: string | undefined
  /** The id of a provider they can sign in with. */
  readonly provider?: string | undefined
  readonly createdFrom?: Millis | undefined
  /** The first moment that is too late. */
  readonly createdBefore?: Millis | undefined
}

/** One page. It may hold less than was asked for, or nothing, and still not be the last: how much is read for one is bounded. */
export interface UserPage {
  readonly users: readonly User[]
  /** Where the next page begins; null when this is the last. */
  readonly next: ListPlace | null
}

/** Everybody, as operators look through them. */
export interface UserDirectory {
  /**
   * The youngest first; with a search the order of the words that were found, with a range of time that of creation. Sees every user that was
   * written before, unless very many were written at once: those are found by words a little later.
   */
  find(
    filter: UserFilter,
    page: { readonly after: ListPlace | null; readonly limit: number },
  ): Promise<UserPage>
  /** @returns these users, but for those there are none of, by their ids */
  read(ids: readonly UserId[]): Promise<ReadonlyMap<UserId, User>>
  /** How many users have a role; it counts no further than `most`. */
  countHolders(role: string, most: number): Promise<number>
  /** Makes users findable by what is written of them now, some of those that wait. @returns how many changes were worked off */
  indexWords(limit: number): Promise<number>
}
