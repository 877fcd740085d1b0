import type { AuthError, ErrorCode } from '@latchkey/contract'
import { escapeControls } from '../explain/escape-controls.js'
import { CommandError, UsageError } from './command-error.js'

/** Refusals of what was typed, whatever is in the database. */
const OF_WHAT_WAS_TYPED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'missing_parameter',
  'invalid_parameter',
  'address_invalid',
  'password_too_short',
  'password_too_long',
  'password_too_common',
  'password_personal',
  'password_breached',
  'profile_invalid',
  'role_unknown',
])

/** What to do, where the sentence does not say it. */
const FIXES: Readonly<Partial<Record<ErrorCode, string>>> = {
  target_unknown: 'Look for it with the command that lists such things.',
  client_taken: 'latchkey client list shows those there are.',
  client_configured: 'It stands there under clients.',
}

/** A refusal of what stands behind a command → what its user is told. */
export const explainRefusal = ({ code, message, issues = [] }: AuthError): CommandError => {
  const problems = issues.map(({ parameter, message: problem }) => `${parameter}: ${problem}`)
  const Kind = OF_WHAT_WAS_TYPED.has(code) ? UsageError : CommandError
  return new Kind(
    [message, ...problems].map(escapeControls).join('\n'),
    FIXES[code] ?? 'Nothing was changed. --help says what the command takes.',
  )
}
