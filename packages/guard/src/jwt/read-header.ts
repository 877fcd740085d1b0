import { decodeBase64url } from './base64url.js'
import { freezeDeep, readJsonObject, repeatsMember } from './json-object.js'
import { type JwtRefused, refuse } from './jwt-failure.js'

/**
 * The protected header of a JWS as it was read; whether its algorithm is acceptable is decided for each token.
 * Key material inside it (`jwk`, `jku`, `x5u`, `x5c`) is never used.
 */
export interface JoseHeader {
  readonly alg: string
  readonly kid?: string
  readonly typ?: string
  readonly [name: string]: unknown
}

interface ReadHeader {
  readonly ok: true
  readonly header: JoseHeader
}

const MAX_REMEMBERED = 64
const MAX_REMEMBERED_LENGTH = 512
const remembered = new Map<string, ReadHeader>()

/**
 * Reads the first part of a JWS. All tokens made with one key share their header, so the last few distinct ones
 * are remembered: reading is a pure function of the text, and strangers can only make the memory useless, not wrong.
 */
export function readHeader(encoded: string): ReadHeader | JwtRefused {
  const known = remembered.get(encoded)
  if (known !== undefined) return known
  const header = parse(encoded)
  if (header.ok && encoded.length <= MAX_REMEMBERED_LENGTH) {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear()
    remembered.set(encoded, header)
  }
  return header
}

function parse(encoded: string): ReadHeader | JwtRefused {
  const bytes = decodeBase64url(encoded)
  if (bytes === undefined) return refuse('malformed', 'the header is not canonical base64url')
  const members = readJsonObject(bytes)
  if (members === undefined) return refuse('malformed', 'the header is not a JSON object')
  if (repeatsMember(bytes.toString('utf8'))) return refuse('malformed', 'the header repeats a member')
  const { alg, kid, typ } = members as Record<'alg' | 'kid' | 'typ', unknown>
  if (typeof alg !== 'string') return refuse('malformed', 'alg is not a string')
  if (kid !== undefined && typeof kid !== 'string') return refuse('malformed', 'kid is not a string')
  if (typ !== undefined && typeof typ !== 'string') return refuse('malformed', 'typ is not a string')
  // RFC 7515 §4.1.11: we understand no extension, so whoever insists on one is refused.
  if (Object.hasOwn(members, 'crit')) return refuse('malformed', 'critical header members are not supported')
  // RFC 7797 §7: whoever knows b64 would read another payload than we do, and no JWT may have it so.
  if (Object.hasOwn(members, 'b64') && members['b64'] !== true)
    return refuse('malformed', 'an unencoded payload (b64) is not supported')
  return { ok: true, header: freezeDeep(members as JoseHeader) }
}
