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
  const error =
    status >= 400 && status < 500 ? readAnswerError(body, { code: 'err', text: 'description' }) : undefined
  if (error === undefined) return { outcome: 'unavailable', detail: `the receiver answered ${status}` }
  return { outcome: ABOUT_THE_SENDER.has(error.code) ? 'unavailable' : 'refused', detail: error.detail }
}

/** Why something that was sent was not taken. */
interface AnswerError {
  readonly code: string
  /** The code and what was said beside it, short enough for a log. */
  readonly detail: string
}

/** @param names what the members are called in this kind of answer; undefined when there is no code */
export const readAnswerError = (
  body: string,
  names: { readonly code: string; readonly text: string },
): AnswerError | undefined => {
  const members = readMembers(body)
  const code = members.get(names.code)
  if (typeof code !== 'string' || code === '') return undefined
  const text = members.get(names.text)
  const said = code.slice(0, LONGEST)
  return { code: said, detail: typeof text === 'string' ? `${said}: ${text.slice(0, LONGEST)}` : said }
}

const readMembers = (body: string): ReadonlyMap<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body)
    return new Map(typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [])
  } catch {
    return new Map()
  }
}
