import { type JwtRefused, quote, refuse } from './jwt-failure.js'
import type { JoseHeader } from './read-header.js'

/** What a JWT without a special purpose says, as ID tokens do. */
export const PLAIN_JWT: readonly string[] = ['jwt', '']

/** RFC 7515 §4.1.9: media types ignore case and may leave `application/` out. */
const mediaType = (typ: string): string => {
  const lower = typ.toLowerCase()
  return lower.startsWith('application/') ? lower.slice('application/'.length) : lower
}

/**
 * Explicit typing (RFC 8725 §3.11): RFC 9068 §4 for access tokens. Where only {@link PLAIN_JWT} is expected, an access or logout token is
 * never taken for an ID token.
 *
 * @param expected in lower case; `''` is a header without a `typ`
 */
export function checkType(header: JoseHeader, expected: readonly string[]): JwtRefused | undefined {
  // `''` is how the list writes a header without one; a header that says `""` says nothing anybody expects.
  const seen = header.typ === '' ? undefined : mediaType(header.typ ?? '')
  if (expected.some((one) => mediaType(one) === seen)) return undefined
  const wanted = expected.map((one) => (one === '' ? 'none' : one)).join(' or ')
  return refuse('type', `expected typ ${wanted}, saw ${quote(header.typ)}`)
}
