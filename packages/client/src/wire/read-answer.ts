import type { ErrorCode, FieldIssue } from '@latchkey/contract'
import { LatchkeyError, unexpectedAnswer, unreachable } from '../latchkey-error.js'

export type JsonObject = Readonly<Record<string, unknown>>

/** An answer whose body has arrived. */
export interface Answer {
  readonly response: Response
  /** Undefined when it is anything else than a JSON object. */
  readonly body: JsonObject | undefined
}

/** Waits for the body. @throws LatchkeyError `unreachable` when it breaks off */
export const receive = async (response: Response): Promise<Answer> => ({
  response,
  body: await readJson(response),
})

/**
 * An answer of the server → what it says.
 *
 * @throws LatchkeyError with the server's code and sentence when it refuses
 */
export const readAnswer = ({ response, body }: Answer): JsonObject => {
  if (response.ok && body !== undefined) return body
  const { status } = response
  if (body !== undefined && typeof body['reason'] === 'string') throw refusal(response, body)
  // A proxy in front of a server that is down or restarting (RFC 9110 §15.6.3-5).
  if (status >= 502 && status <= 504) throw unreachable(new Error(`Status ${status}`), status)
  const type = response.headers.get('content-type') ?? 'no content type'
  throw unexpectedAnswer(`${response.url} answered ${status} (${type}).`, status)
}

/** The body as an object; undefined when it is something else. */
export const readJson = async (response: Response): Promise<JsonObject | undefined> => {
  const text = await response.text().catch((cause: unknown) => {
    throw unreachable(cause, response.status)
  })
  try {
    const body: unknown = JSON.parse(text)
    return isObject(body) ? body : undefined
  } catch {
    return undefined
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `{ "error": "invalid_request", "error_description": "…", "reason": "password_too_short", "trace_id": "…" }` */
const refusal = (response: Response, body: JsonObject): LatchkeyError =>
  new LatchkeyError({
    // The server and this client share one list of codes; a newer server may know more of them.
    code: body['reason'] as ErrorCode,
    message: text(body['error_description']) ?? 'This is not possible.',
    status: response.status,
    parameter: text(body['parameter']),
    issues: Array.isArray(body['issues']) ? body['issues'].filter(isIssue) : [],
    retryAfterSeconds: readRetryAfter(response.headers.get('retry-after')),
    traceId: text(body['trace_id']),
  })

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const isIssue = (value: unknown): value is FieldIssue =>
  isObject(value) && typeof value['parameter'] === 'string' && typeof value['message'] === 'string'

/** RFC 9110 §10.2.3, in the form the server sends: `Retry-After: 30`. */
const readRetryAfter = (value: string | null): number | undefined =>
  value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined
