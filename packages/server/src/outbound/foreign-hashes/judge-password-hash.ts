import { type PasswordHash, readPasswordHash } from './read-password-hash.js'

/**
 * What becomes of a password hash that is imported.
 * - `ours`, `foreign`: the person signs in with the password they have.
 * - `none`: there is no password.
 * - `must_reset`: it was made by a fast hash; it is not kept, and the person sets a new password by mail.
 * - `unreadable`: nothing we know, or too dear to check; as `must_reset`, and worth telling the operator.
 */
export type PasswordHashVerdict = PasswordHash['verdict']

/**
 * Says what a text is that stands, or is to stand, where password hashes do. Mark a text from elsewhere first, with
 * {@link markForeignHash}.
 */
export const judgePasswordHash = (text: string): PasswordHashVerdict => readPasswordHash(text).verdict
