import type { AuthError } from '@latchkey/contract'
import { type GuardErrorCode, type Refusal, retryAfter } from '../refusal.js'
import type { Presented } from '../request/presented.js'
import { findReason } from './find-reason.js'
import type { Wire, WireBody } from './wire.js'

export interface RefusedCall {
  readonly presented: Presented
  readonly traceId: string
  readonly realm: string
}

/**
 * The answer to a refused request in the words of another backend. They tell less than ours: the trace id, in a header of its own,
 * leads to the reason in the log.
 */
export function refuseInWords(
  { schemes, words, challenge }: Wire,
  error: AuthError & { readonly code: GuardErrorCode },
  { presented, traceId, realm }: RefusedCall,
): Refusal<WireBody> {
  const { status, body } = words[findReason(error.code, presented, schemes)]
  const headers: Record<string, string> = {
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Trace-Id': traceId,
  }
  if (status === 503) headers['Retry-After'] = retryAfter(error)
  // RFC 9110 §11.6.1: a 401 has a challenge, whoever else may.
  if (status === 401 && challenge !== undefined) headers['WWW-Authenticate'] = challenge(realm)
  return { status, headers, body }
}
