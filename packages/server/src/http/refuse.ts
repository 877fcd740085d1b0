import { AuthError, type ErrorBody } from '@latchkey/contract'
import { isGuardError, readTraceId, refusal } from '@latchkey/guard'
import { SECOND } from '../model/time.js'
import type { Log } from '../ports/log.js'
import { answerJson } from './answer.js'
import { type WireError, wireErrors } from './wire-errors.js'

/** Retry-After of a refusal that passes by itself and does not know when. */
const RETRY_AFTER = 2 * SECOND

/** What a refusal says, before it is written as an answer. */
export interface DescribedRefusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: ErrorBody
}

/**
 * The one place where something thrown becomes a refusal. It says why; anything else is a bug of ours: a 500 and a loud log line,
 * never the caller's fault.
 */
export const describeRefusal = (log: Log, request: Request, thrown: unknown): DescribedRefusal => {
  const traceId = readTraceId(request.headers.get('traceparent'))
  if (isGuardError(thrown)) {
    const { status, headers, body } = refusal(thrown, { traceId, realm: 'latchkey' })
    record(log, thrown, status, traceId)
    return { status, headers: lowerCaseNames(headers), body }
  }

  const error = thrown instanceof AuthError ? thrown : new AuthError('internal_error', { cause: thrown })
  // Not a guard's code: that was the case above.
  const wire = wireErrors[error.code as keyof typeof wireErrors]
  record(log, error, wire.status, traceId)
  const body: ErrorBody = {
    error: wire.error,
    error_description: error.message,
    reason: error.code,
    trace_id: traceId,
    ...(error.parameter !== undefined && { parameter: error.parameter }),
    ...(error.issues !== undefined && { issues: [...error.issues] }),
  }
  return { status: wire.status, headers: headersFor(wire, error), body }
}

export const answerRefusal = ({ body, status, headers }: DescribedRefusal): Response =>
  answerJson(body, status, headers)

/** Something thrown → an answer. */
export const refuse = (log: Log, request: Request, thrown: unknown): Response =>
  answerRefusal(describeRefusal(log, request, thrown))

const record = (log: Log, error: AuthError, status: number, trace: string): void => {
  // Where fields are told one by one, their names may be the caller's: a password in the wrong place is one.
  const parameter = error.issues === undefined ? error.parameter : undefined
  const fields = { reason: error.code, trace, status, detail: error.detail, parameter }
  // Too much to do is no failure: in a storm of requests each of them would have its stack in the log.
  if (status >= 500 && error.code !== 'overloaded') log.error('request failed', fields, error.cause ?? error)
  else log.info('request refused', fields)
}

const headersFor = ({ status, error }: WireError, { retryAfter }: AuthError): Record<string, string> => {
  if (status === 503 || status === 429) {
    return { 'retry-after': String(Math.ceil((retryAfter ?? RETRY_AFTER) / SECOND)) }
  }
  if (error === 'invalid_client') return { 'www-authenticate': 'Basic realm="latchkey", charset="UTF-8"' }
  return {}
}

/** `answerJson` has its own content type and cache control: the guard's must replace them, not stand beside them. */
const lowerCaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
