import { AuthError } from '@latchkey/contract'
import { errorOf } from '../jwt/error-of.js'
import type { JwtRefused } from '../jwt/jwt-failure.js'
import { isGuardError } from '../refusal.js'
import type { Check, CheckFailed, CheckName } from './explanation.js'

export const passed = (name: CheckName, seen: string): Check => ({ name, outcome: 'passed', seen })

export const skipped = (name: CheckName, because: string): Check => ({ name, outcome: 'skipped', because })

export const failed = (name: CheckName, refused: JwtRefused): Check => failedWith(name, errorOf(refused))

/** The outcome of a check that throws where it refuses. What is no refusal of a guard is a bug, and thrown on. */
export const outcomeOf = (name: CheckName, seen: string, check: () => unknown): Check => {
  try {
    check()
    return passed(name, seen)
  } catch (error) {
    if (!(error instanceof AuthError)) throw error
    return failedWith(name, error)
  }
}

const failedWith = (name: CheckName, error: AuthError): CheckFailed => {
  if (!isGuardError(error)) throw error
  return { name, outcome: 'failed', code: error.code, detail: error.detail ?? error.message }
}
