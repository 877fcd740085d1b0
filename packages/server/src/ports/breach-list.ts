/**
 * Passwords known from breaches of other services. Where the list is somebody else's, it is asked by k-anonymity: it never
 * sees a password, nor enough of its hash to tell which one was asked for.
 */
export interface BreachList {
  /**
   * @param password as it will be hashed
   * @throws Error when the list cannot be asked; its message holds nothing of the password
   */
  has(password: string): Promise<boolean>
}
