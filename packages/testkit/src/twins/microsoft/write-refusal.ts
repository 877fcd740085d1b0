import { randomUUID } from 'node:crypto'
import type { WriteRefusal } from '../../http/answer-error.js'
import type { OAuthErrorCode } from '../../oauth-refusal.js'

/** https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes */
const numbers: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 7_000_215,
  invalid_grant: 70_000,
  invalid_request: 900_144,
  unsupported_grant_type: 70_003,
}
const ANY_OTHER = 90_014

/**
 * A refusal with a number, which says more than its code.
 *
 *     {"error":"invalid_grant","error_description":"AADSTS70000: … Trace ID: … Correlation ID: … Timestamp: …",
 *      "error_codes":[70000],"timestamp":"2026-01-01 12:00:00Z","trace_id":"…","correlation_id":"…"}
 */
export const writeRefusal: WriteRefusal = ({ error, message }, context) => {
  const number = numbers[error] ?? ANY_OTHER
  const traceId = randomUUID()
  const correlationId = randomUUID()
  const timestamp = new Date()
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z')
  const trail = `Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`
  return context.json(
    {
      error,
      error_description: `AADSTS${number}: ${message} ${trail}`,
      error_codes: [number],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
    },
    error === 'invalid_client' ? 401 : 400,
  )
}
