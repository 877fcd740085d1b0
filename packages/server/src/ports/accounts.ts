import type { ProfileFields } from '@latchkey/contract'
import type { Address } from '../model/address.js'
import type { Identity, VerifiedIdentity } from '../model/identity.js'
import type { UserId } from '../model/ids.js'
import type { Millis } from '../model/time.js'
import type { TypedName } from '../model/typed-name.js'
import type { User } from '../model/user.js'

/** A user who signed up with a password and has proved the address. */
export interface NewPasswordUser {
  readonly id: UserId
  readonly address: Address
  /** Null: the person chooses one later. */
  readonly passwordHash: string | null
  readonly name: string | null
  readonly profile: ProfileFields
}

/** A password as it is kept. */
export interface KeptPassword {
  readonly hash: string
  /** When it became this one; a stronger hash of the same password changes nothing here. */
  readonly changedAt: Millis
}

/** A user whom an operator makes. */
export interface OperatedUser {
  readonly id: UserId
  readonly address: Address | null
  /** Whether the operator vouches that the mailbox is theirs. */
  readonly isConfirmed: boolean
  readonly name: string | null
  readonly profile: ProfileFields
  readonly roles: readonly string[]
}

/** A user, and the password if there is one. */
export interface PasswordHolder {
  readonly user: User
  readonly password: KeptPassword | null
}

/** One of a user's identities, with when it was linked and last used. */
export interface LinkedIdentity extends Identity {
  readonly email: string | null
  /** What the provider called the person when it was linked. */
  readonly name: string | null
  readonly createdAt: Millis
  readonly lastUsedAt: Millis
  /** Whether tokens of the provider are kept. */
  readonly tokensKept: boolean
}

/** What a person may say about themselves. */
export interface AccountDetails {
  readonly name: string | null
  readonly picture: string | null
  readonly profile: ProfileFields
}

/** Users and the identities they are known by. Each verb is atomic. */
export interface Accounts {
  findById(id: UserId): Promise<User | undefined>
  /** Inside a transaction: nobody changes or deletes the user until it ends. Take it before anything that hangs on the user. */
  hold(id: UserId): Promise<User | undefined>
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
  /** As {@link createWithIdentity}, for somebody who signed up with a password and has proved the address. */
  createWithPassword(user: NewPasswordUser, now: Millis): Promise<'created' | 'taken'>
  /**
   * Who signs in with this name, in one query, so that it takes as long for nobody as for somebody: who has proved the address;
   * else who had exactly this name in a former backend; else who had it there but for case, if that is one person.
   */
  findPasswordHolder(name: TypedName): Promise<PasswordHolder | undefined>
  /**
   * Who was imported with this address without having proved it, if that is one person. Nothing is theirs by it: it says
   * whom a message to the mailbox may ask.
   */
  findByClaimedAddress(key: string): Promise<User | undefined>
  /** Never from memory. Inside a transaction the password stays what it is until the transaction ends. */
  findPassword(id: UserId): Promise<KeptPassword | undefined>
  setPassword(id: UserId, hash: string, now: Millis): Promise<'set' | 'unknown'>
  /** The user has no password any more. Whether there is another way in is for who holds the user to know. */
  removePassword(id: UserId): Promise<void>
  /** Replaces a hash by a stronger one of the same password, unless the password was changed meanwhile. */
  upgradePassword(id: UserId, replaced: string, hash: string): Promise<void>
  /** Gives the user another proven address. `taken`: another user has proved it; nothing was written. */
  changeAddress(id: UserId, address: Address, now: Millis): Promise<'changed' | 'taken' | 'unknown'>
  /**
   * Replaces the details that were read at `readAt` (the user's `updatedAt`). `changed`: they are others by now; nothing was
   * written. The new `updatedAt` is always later than the old one.
   */
  replaceDetails(
    id: UserId,
    readAt: Millis,
    details: AccountDetails,
    now: Millis,
  ): Promise<'replaced' | 'changed' | 'unknown'>
  /**
   * Gives a user another identity, and what the user lacks of what its provider tells, as {@link recordSignIn} does.
   * `already_linked`: it was this user's before. `taken`: it is another's; nothing was written.
   */
  linkIdentity(
    id: UserId,
    identity: VerifiedIdentity,
    now: Millis,
  ): Promise<'linked' | 'already_linked' | 'taken' | 'unknown'>
  /**
   * Replaces the roles that this identity gives to the user. What it gave before and gives no more goes, unless another identity gives it;
   * what was given otherwise stays. `changed`: the identity is not this user's any more; nothing was written.
   */
  replaceIdentityRoles(
    id: UserId,
    identity: Identity,
    roles: readonly string[],
    now: Millis,
  ): Promise<'replaced' | 'changed'>
  /** Takes an identity away, and the roles and tokens that hang on it. Whether there is another way in is for who holds the user to know. */
  unlinkIdentity(id: UserId, identity: Identity, now: Millis): Promise<'unlinked' | 'unknown'>
  listIdentities(id: UserId): Promise<readonly LinkedIdentity[]>
  /** What the user may type to sign in, beside the address. */
  listLoginNames(id: UserId): Promise<readonly string[]>
  /** `taken`: another user has proved the address; nothing was written. */
  createByOperator(user: OperatedUser, now: Millis): Promise<'created' | 'taken'>
  /** Replaces the roles of a user who is held. */
  setRoles(id: UserId, roles: readonly string[], now: Millis): Promise<void>
  /** Suspends a user who is held, or lets them in again (null). Their sessions are another matter. */
  setSuspension(id: UserId, suspendedAt: Millis | null, now: Millis): Promise<void>
  /** The address of a user who is held counts as something they said. */
  unconfirmAddress(id: UserId, now: Millis): Promise<void>
  /** Inside a transaction: nobody else who takes this can leave the service without an operator meanwhile. Take it before any user. */
  holdCharge(): Promise<void>
  /** Whether somebody else, who is not suspended, has one of these roles; with null, anybody. */
  hasOtherHolder(id: UserId | null, roles: readonly string[]): Promise<boolean>
  /** Deletes the user and everything that hangs on it: identities, sessions, password, links. */
  delete(id: UserId): Promise<'deleted' | 'unknown'>
}
