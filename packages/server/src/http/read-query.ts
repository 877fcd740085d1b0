import { AuthError } from '@latchkey/contract'
import type { Form } from './read-form.js'

/** As long as most servers accept; a code or an assertion may be thousands of characters. */
const LONGEST = 12_000

/**
 * The parameters of a query, each once and not empty (RFC 6749 §3.1).
 *
 * @throws AuthError `repeated_parameter`, `malformed_request`
 */
export const readQuery = (request: Request): Form => {
  const { search, searchParams } = new URL(request.url)
  if (search.length > LONGEST) throw new AuthError('malformed_request', { detail: 'the query is too long' })
  const query: Record<string, string> = Object.create(null)
  for (const [name, value] of searchParams) {
    if (value === '') continue
    if (name in query) throw new AuthError('repeated_parameter')
    query[name] = value
  }
  return query
}
