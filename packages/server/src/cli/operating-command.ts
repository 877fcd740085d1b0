import { userInfo } from 'node:os'
import type { OperatingCommand } from '../flows/admin/steps/operator.js'

/** Whoever runs this, for the audit history. */
export const operatingCommand = (): OperatingCommand => ({ kind: 'command', account: readAccount() })

const readAccount = (): string => {
  try {
    return userInfo().username
  } catch {
    // Containers run as numbers that no account has.
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}
