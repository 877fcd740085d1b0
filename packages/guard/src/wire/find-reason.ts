import type { GuardErrorCode } from '../refusal.js'
import type { Presented } from '../request/presented.js'
import { readCredential } from '../request/read-credential.js'
import type { Scheme } from '../request/scheme.js'
import type { WireReason } from './wire.js'

/**
 * Refined for backends that say what is wrong with the header itself. Looked at once more after the refusal, so that requests
 * that are let in pay nothing for it.
 */
export function findReason(
  code: GuardErrorCode,
  presented: Presented,
  schemes: readonly Scheme[],
): WireReason {
  if (code !== 'token_malformed') return code
  const token = readCredential(presented, Number.POSITIVE_INFINITY, schemes)?.token ?? ''
  if (token === '') return 'credential_empty'
  if (/\s/.test(token)) return 'credential_spaced'
  return /^[\x21-\x7e]+$/.test(token) ? code : 'credential_unreadable'
}
