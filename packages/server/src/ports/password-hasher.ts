/** Hashes passwords, slowly and off the event loop, a bounded number at a time. */
export interface PasswordHasher {
  /**
   * @param from whom it is for, a network: nobody gets more than a share of what is under way and waits
   * @returns a PHC string
   * @throws AuthError `overloaded` when too many wait already
   */
  hash(password: string, from?: string): Promise<string>
  /**
   * Whether the password is the one behind the hash. Without a hash it takes as long as with one and says no, so that the
   * time does not tell whether there is an account.
   *
   * @throws AuthError `overloaded`
   */
  verify(hash: string | undefined, password: string, from?: string): Promise<boolean>
  /** Before work that would be for nothing. @throws AuthError `overloaded` when too many wait already */
  refuseWhenFull(from?: string): void
  /** Whether the hash was made with other parameters than new ones are. */
  isOutdated(hash: string): boolean
}
