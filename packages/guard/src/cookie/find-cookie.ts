import { AuthError } from '@latchkey/contract'
import type { PresentedRequest } from '../request/presented.js'
import { parseCookies } from './parse-cookies.js'

/**
 * The value of the request's cookie of this name; undefined when there is none.
 *
 * @throws AuthError `token_repeated` for two that differ: a neighbouring host may have planted one, and which of them is the person's own
 * cannot be told (RFC 6265bis §8.6)
 */
export function findCookie(request: PresentedRequest, name: string): string | undefined {
  // HTTP/2 may split the header (RFC 9113 §8.2.3).
  const header = request.values('cookie').join('; ')
  // Most requests of an API have no cookie of ours.
  if (!header.includes(name)) return undefined
  const values = new Set(
    parseCookies(header).flatMap((cookie) =>
      cookie.name === name && cookie.value !== '' ? [cookie.value] : [],
    ),
  )
  if (values.size > 1) throw new AuthError('token_repeated', { detail: `several cookies ${name}` })
  const [value] = values
  return value
}
