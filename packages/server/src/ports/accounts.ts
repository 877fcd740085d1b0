import type { Identity, VerifiedIdentity } from '../model/identity.js'
import type { UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { User } from '../model/user.js'

/** Users and the identities they are known by. Each verb is atomic. */
export interface Accounts {
  findById(id: UserId): Promise<User | undefined>
  /** May come from memory, at most as stale as the storage's stated bound. */
  recall(id: UserId): Promise<User | undefined>
  /** Inside a transaction the user is held until it ends, so that a claim of their account waits, or has been. */
  findByIdentity(identity: Identity): Promise<User | undefined>
  findByAddressKey(key: string): Promise<User | undefined>
  /**
   * A new user with its first identity, both or neither. `taken`: the identity or the address got an
   * owner in the meantime; nothing was written.
   */
  createWithIdentity(id: UserId, identity: VerifiedIdentity, now: Millis): Promise<'created' | 'taken'>
  /**
   * Adds an identity to a user whose address we have verified, and who still has that address.
   * `changed`: that no longer holds, or the identity got an owner; nothing was written.
   */
  linkToProvenAddress(
    id: UserId,
    identity: VerifiedIdentity,
    addressKey: string,
    now: Millis,
  ): Promise<'linked' | 'changed'>
  /**
   * Hands an account whose address nobody had proved to the person who just did: every earlier identity and
   * live session is dropped, the address counts as verified, the identity is added; all or nothing.
   */
  claimUnprovenAddress(
    id: UserId,
    identity: VerifiedIdentity,
    addressKey: string,
    now: Millis,
  ): Promise<'claimed' | 'changed'>
  /**
   * Records a sign-in: fills in what the user lacks, and verifies the address if the provider proved that one.
   * `changed`: the identity is not this user's any more; nothing was written.
   */
  recordSignIn(id: UserId, identity: VerifiedIdentity, now: Millis): Promise<'recorded' | 'changed'>
}
