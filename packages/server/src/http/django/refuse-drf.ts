import { AuthError, type ErrorCode } from '@latchkey/contract'
import type { Log } from '../../ports/log.js'
import { describeRefusal } from '../refuse.js'
import { answerDoor } from './answer-door.js'
import { detail, WireRefusal } from './wire-refusal.js'

/** How one backend words what our flows refuse. What it has no words for is told in ours, in its shape. */
export type DrfWords = Partial<Record<ErrorCode, WireRefusal>>

/** What every backend of this kind says alike. */
const COMMON: DrfWords = {
  not_found: detail(404, 'Not found.'),
  // Without a `detail` of its own: whoever overlooks the status must not take an error page for an answer.
  internal_error: detail(500, 'Something went wrong here. Try again later.'),
}

/**
 * Something thrown at a door of the Django kind → an answer its frontends can read. The log says what ours say; a bug is a 500 and
 * a loud line there, as everywhere.
 */
export const refuseDrf =
  ({ log }: { readonly log: Log }, words: DrfWords) =>
  (request: Request, thrown: unknown): Response => {
    if (thrown instanceof WireRefusal) return answerRefusal(thrown, {})
    const { status, headers, body } = describeRefusal(log, request, thrown)
    const known =
      thrown instanceof AuthError ? (words[thrown.code] ?? COMMON[thrown.code]) : COMMON.internal_error
    if (known !== undefined) return answerRefusal(known, {})
    const retryAfter = headers['retry-after']
    if (status === 429) {
      const text = `Request was throttled. Expected available in ${retryAfter ?? '1'} seconds.`
      return answerRefusal(detail(429, text), { 'retry-after': retryAfter ?? '1' })
    }
    return answerRefusal(
      detail(status, body.error_description),
      retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    )
  }

const answerRefusal = (
  { status, body, headers }: WireRefusal,
  more: Readonly<Record<string, string>>,
): Response => answerDoor(body, { status, headers: { ...headers, ...more } })

/** Django REST framework's answer to a method it does not know (RFC 9110 §15.5.6). */
export const refuseDrfMethod = (request: Request, allowed: string): Response =>
  answerDoor(
    { detail: `Method "${request.method}" not allowed.` },
    { status: 405, headers: { allow: allowed } },
  )
