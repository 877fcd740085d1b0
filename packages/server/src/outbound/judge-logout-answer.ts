import type { PushOutcome } from '../ports/event-pusher.js'
import { readAnswerError } from './judge-push-answer.js'

/**
 * What the answer to a logout token means (OpenID Connect Back-Channel Logout 1.0 §2.8).
 *
 * @example 400 {"error":"invalid_request","error_description":"…"}
 */
export const judgeLogoutAnswer = (status: number, body: string): PushOutcome => {
  // 204: some frameworks answer so when there is no body.
  if (status === 200 || status === 204) return { outcome: 'delivered' }
  if (status !== 400) return { outcome: 'unavailable', detail: `the client answered ${status}` }
  const error = readAnswerError(body, { code: 'error', text: 'error_description' })
  return { outcome: 'refused', detail: error?.detail ?? 'the client answered 400' }
}
