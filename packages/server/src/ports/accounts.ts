import type { Identity, VerifiedIdentity } from '../model/identity.js'
import type { UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { User } from '../model/user.js'

/** Users and the identities they are known by. Each verb is atomic. */
export interface Accounts {
  findById(id: UserId): Promise<User | undefined>
  /** May come from memory, at most as stale as the storage's stated bound. */
  recall(id: UserId): Promise<User | undefined>
  /** Inside a transaction the user is held until it ends. */
  findByIdentity(identity: Identity): Promise<User | undefined>
  /** Who has proved that this mailbox is theirs. An address nobody has proved finds nobody. */
  findByProvenAddress(key: string): Promise<User | undefined>
  /**
   * A new user with its first identity, both or neither. The address is held against others only if it is proven.
   * `taken`: the identity or the proven address got an owner in the meantime; nothing was written.
   */
  createWithIdentity(id: UserId, identity: VerifiedIdentity, now: Millis): Promise<'created' | 'taken'>
  /**
   * Adds an identity to the user who has proved this address.
   * `changed`: that no longer holds, or the identity got an owner; nothing was written.
   */
  linkToProvenAddress(
    id: UserId,
    identity: VerifiedIdentity,
    addressKey: string,
    now: Millis,
  ): Promise<'linked' | 'changed'>
  /**
   * Records a sign-in: fills in what the user lacks, and gives a user without a proven address the one the
   * provider has proved, unless another user holds it.
   * `changed`: the identity is not this user's any more; nothing was written.
   */
  recordSignIn(id: UserId, identity: VerifiedIdentity, now: Millis): Promise<'recorded' | 'changed'>
}
