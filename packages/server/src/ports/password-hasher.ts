import type { TypedPassword } from '../model/password-rules.js'

/** A password somebody presents, and what it has to be. */
export interface PresentedPassword {
  /** What is stored: a hash of ours, or one that was made elsewhere. Undefined where there is none. */
  readonly hash: string | undefined
  /** As it was typed: each hash is compared with what was done to the password when it was made. */
  readonly password: TypedPassword
  /** Whom they say they are: the key of an address, or a user's id. What is done where there is no hash hangs on it. */
  readonly claimed: string
  /** Whom it is for, a network: nobody gets more than a share of what is under way and waits. */
  readonly from?: string | undefined
}

/** A place among those whose passwords are verified. */
export interface VerifyingPlace {
  /** As {@link PasswordHasher.verify}, once; it is never `overloaded`. */
  verify(presented: Omit<PresentedPassword, 'from'>): Promise<boolean>
  /** Does nothing once it was used. */
  leave(): void
}

/** Hashes passwords, slowly and off the event loop, a bounded number at a time. */
export interface PasswordHasher {
  /**
   * @param from whom it is for, a network: nobody gets more than a share of what is under way and waits
   * @returns a PHC string
   * @throws AuthError `overloaded` when too many wait already
   */
  hash(password: TypedPassword, from?: string): Promise<string>
  /**
   * Whether the password is the one behind the hash. Without a hash that can be read it does what it would do for one of those
   * there are, always the same one for the same person, and says no: the time does not tell whether there is an account.
   *
   * @throws AuthError `overloaded`
   */
  verify(presented: PresentedPassword): Promise<boolean>
  /** Before work that would be for nothing. @throws AuthError `overloaded` when too many wait already */
  refuseWhenFull(from?: string): void
  /**
   * Takes the place of one verification before the work that it needs, so that in a storm nothing is done for those who are refused. Whoever
   * holds one uses it or leaves it.
   *
   * @param from as in {@link PresentedPassword}
   * @throws AuthError `overloaded` when too many wait already
   */
  admit(from?: string): VerifyingPlace
  /** Whether the hash was made elsewhere, or with other parameters than new ones are. */
  isOutdated(hash: string): boolean
}
