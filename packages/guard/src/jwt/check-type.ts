import { type JwtRefused, quote, refuse } from './jwt-failure.js'
import type { JoseHeader } from './read-header.js'

const PLAIN_JWT = 'jwt'

/** RFC 7515 §4.1.9: media types ignore case and may leave `application/` out. */
const mediaType = (typ: string): string => {
  const lower = typ.toLowerCase()
  return lower.startsWith('application/') ? lower.slice('application/'.length) : lower
}

/**
 * Explicit typing (RFC 8725 §3.11). With `expected`, the header must say it (RFC 9068 §4 for access tokens).
 * Without, only a JWT that claims no special purpose passes: an access or logout token is never taken for an ID token.
 */
export function checkType(header: JoseHeader, expected: string | undefined): JwtRefused | undefined {
  const seen = header.typ === undefined ? undefined : mediaType(header.typ)
  const fits =
    expected === undefined ? seen === undefined || seen === PLAIN_JWT : seen === mediaType(expected)
  if (fits) return undefined
  return refuse('type', `expected typ ${expected ?? 'JWT or none'}, saw ${quote(header.typ)}`)
}
