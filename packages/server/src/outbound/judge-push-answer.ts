import type { PushOutcome } from '../ports/event-pusher.js'

/** RFC 8935 §2.4: these are about who pushes, not about what. They pass when somebody mends the header. */
const ABOUT_THE_SENDER: ReadonlySet<string> = new Set(['authentication_failed', 'access_denied'])
const LONGEST = 200

/**
 * What the answer to a push means (RFC 8935 §2.2, §2.3).
 *
 * @example 400 {"err":"invalid_audience","description":"…"}
 */
export const judgePushAnswer = (status: number, body: string): PushOutcome => {
  if (status === 202) return { outcome: 'delivered' }
  const error = status >= 400 && status < 500 ? readError(body) : undefined
  if (error === undefined) return { outcome: 'unavailable', detail: `the receiver answered ${status}` }
  const { err, description } = error
  const detail = description === undefined ? err : `${err}: ${description}`
  return { outcome: ABOUT_THE_SENDER.has(err) ? 'unavailable' : 'refused', detail }
}

const readError = (body: string): { readonly err: string; readonly description?: string } | undefined => {
  try {
    const parsed: unknown = JSON.parse(body)
    if (typeof parsed !== 'object' || parsed === null || !('err' in parsed)) return undefined
    const { err } = parsed
    if (typeof err !== 'string' || err === '') return undefined
    const description = 'description' in parsed ? parsed.description : undefined
    return {
      err: err.slice(0, LONGEST),
      ...(typeof description === 'string' && { description: description.slice(0, LONGEST) }),
    }
  } catch {
    return undefined
  }
}
