import type { LatchkeyError } from '@latchkey/client'

/** The sentence of a refusal, with when to try again or what to tell the people who run the service. */
export function describeRefusal({ code, message, retryAfterSeconds, traceId }: LatchkeyError): string {
  if (retryAfterSeconds !== undefined) return `${message} You can try again in ${inWords(retryAfterSeconds)}.`
  if (code === 'internal_error' && traceId !== undefined) return `${message} Trace id: ${traceId}.`
  return message
}

function inWords(seconds: number): string {
  if (seconds <= 90) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
