import { randomBytes } from 'node:crypto'

const TRACE_PARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/

/** The trace id of a valid `traceparent` header (W3C Trace Context §3.2), otherwise 16 random bytes in hex. */
export function readTraceId(traceparent: string | null | undefined): string {
  const [, version, traceId, more] = TRACE_PARENT.exec(traceparent ?? '') ?? []
  const valid = traceId !== undefined && (version !== '00' || more === undefined)
  return valid ? traceId : randomBytes(16).toString('hex')
}
