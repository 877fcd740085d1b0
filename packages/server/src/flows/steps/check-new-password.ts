import { AuthError, type ErrorCode } from '@latchkey/contract'
import {
  isPattern,
  isPersonal,
  normalizePassword,
  type PasswordRules,
  passwordLength,
} from '../../model/password-rules.js'
import type { BreachList } from '../../ports/breach-list.js'
import type { CommonPasswords } from '../../ports/common-passwords.js'
import type { Log } from '../../ports/log.js'

export interface CheckNewPasswordDeps {
  readonly passwordRules: PasswordRules
  readonly commonPasswords: CommonPasswords
  readonly breachList?: BreachList | undefined
  readonly log: Log
}

/** A password somebody wants to have. */
export interface NewPassword {
  readonly password: string
  /** What others would try for this person: the address, the name, the name of the service. */
  readonly personal: readonly string[]
  /** What the request calls it. Default: `password`. */
  readonly parameter?: string
}

/**
 * Whether a password may be chosen (NIST SP 800-63B §5.1.1.2): only its length and what others would try first count, never
 * which kinds of characters it is made of.
 *
 * @param mayAsk called before the breach list is asked, which others may run: throws for whom it should not be
 * @throws AuthError `password_too_short`, `password_too_long`, `password_too_common`, `password_personal`,
 *   `password_breached`, and whatever `mayAsk` throws
 */
export const checkNewPassword = async (
  deps: CheckNewPasswordDeps,
  { password: given, personal, parameter = 'password' }: NewPassword,
  mayAsk: () => Promise<void> = async () => {},
): Promise<void> => {
  const password = normalizePassword(given)
  checkLength(password, deps.passwordRules, parameter)
  if (isPersonal(password, personal)) throw new AuthError('password_personal', { parameter })
  if (isPattern(password) || deps.commonPasswords.has(password))
    throw new AuthError('password_too_common', { parameter })
  await mayAsk()
  if (await isBreached(deps, password)) throw new AuthError('password_breached', { parameter })
}

const checkLength = (password: string, { minLength, maxLength }: PasswordRules, parameter: string): void => {
  const refuse = (code: ErrorCode, message: string): never => {
    throw new AuthError(code, { parameter, issues: [{ parameter, message }] })
  }
  const length = passwordLength(password)
  if (length < minLength) refuse('password_too_short', `Use at least ${minLength} characters.`)
  if (length > maxLength) refuse('password_too_long', `Use at most ${maxLength} characters.`)
}

/** A list that cannot be asked keeps nobody from choosing a password: the other checks have been made. */
const isBreached = async ({ breachList, log }: CheckNewPasswordDeps, password: string): Promise<boolean> => {
  try {
    return breachList !== undefined && (await breachList.has(password))
  } catch (error) {
    log.warn('breach list could not be asked, password accepted without it', {
      reason: error instanceof Error ? error.message : String(error),
    })
    return false
  }
}
