/** Passwords that others would try first (NIST SP 800-63B §5.1.1.2). */
export interface CommonPasswords {
  /** @param password in any case */
  has(password: string): boolean
}
