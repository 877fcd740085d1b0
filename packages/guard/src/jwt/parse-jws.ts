import { type Algorithm, isAlgorithm } from './algorithms.js'
import { decodeBase64url } from './base64url.js'
import { type JwtRefused, quote, refuse } from './jwt-failure.js'
import { type JoseHeader, readHeader } from './read-header.js'

/** A JWS in its parts. Nothing in it is proven yet. */
export interface ParsedJws {
  readonly ok: true
  readonly header: JoseHeader
  /** `header.alg`, found acceptable. */
  readonly algorithm: Algorithm
  readonly payload: Buffer
  readonly signature: Buffer
  /** What the signature covers (RFC 7515 §5.1 step 8). */
  readonly signingInput: string
}

export interface JwsLimits {
  readonly algorithms: readonly Algorithm[]
  /** Characters. */
  readonly maxLength: number
}

/** The three parts of a compact serialization (RFC 7515 §7.1), as they are written. */
export interface JwsParts {
  readonly ok: true
  readonly header: string
  readonly payload: string
  readonly signature: string
  readonly signingInput: string
}

/** Takes a JWS in compact serialization apart (RFC 7515 §5.2), strictly. No key is touched. */
export function parseJws(token: string, accepted: JwsLimits): ParsedJws | JwtRefused {
  const parts = splitJws(token, accepted.maxLength)
  if (!parts.ok) return parts
  const read = readHeader(parts.header)
  if (!read.ok) return read
  const { header } = read
  const { alg } = header
  if (!isAlgorithm(alg) || !accepted.algorithms.includes(alg))
    return refuseAlgorithm(alg, accepted.algorithms)
  const payload = decodeBase64url(parts.payload)
  if (payload === undefined) return refuse('malformed', 'the payload is not canonical base64url')
  const signature = decodeBase64url(parts.signature)
  if (signature === undefined) return refuse('malformed', 'the signature is not canonical base64url')
  return { ok: true, header, algorithm: alg, payload, signature, signingInput: parts.signingInput }
}

export function splitJws(token: string, maxLength: number): JwsParts | JwtRefused {
  if (typeof token !== 'string') return refuse('malformed', 'not a string')
  if (token.length > maxLength) {
    return refuse('too-large', `at most ${maxLength} characters, saw ${token.length}`)
  }
  const endOfHeader = token.indexOf('.')
  const endOfPayload = token.indexOf('.', endOfHeader + 1)
  if (endOfHeader < 0 || endOfPayload < 0 || token.includes('.', endOfPayload + 1)) {
    return refuse('malformed', 'not three parts separated by dots')
  }
  return {
    ok: true,
    header: token.slice(0, endOfHeader),
    payload: token.slice(endOfHeader + 1, endOfPayload),
    signature: token.slice(endOfPayload + 1),
    signingInput: token.slice(0, endOfPayload),
  }
}

export const refuseAlgorithm = (seen: string, accepted: readonly Algorithm[]): JwtRefused =>
  refuse('algorithm', `expected alg ${accepted.join(' or ')}, saw ${quote(seen)}${advice(seen)}`)

/** RFC 8725 §3.1: some issuers still begin with a shared secret, and whoever verifies with it can sign as well. */
const advice = (seen: string): string =>
  /^HS\d/.test(seen)
    ? ': that is a shared secret, with which this API could sign too. Have the issuer sign with a key pair (at Supabase: JWT signing keys; at Auth0: RS256)'
    : ''
