import { type Algorithm, isAlgorithm } from '../jwt/algorithms.js'
import { decodeBase64url } from '../jwt/base64url.js'
import { type JsonObject, readJsonObject } from '../jwt/json-object.js'
import { type JwtRefused, refuse } from '../jwt/jwt-failure.js'
import { type JwsParts, splitJws } from '../jwt/parse-jws.js'
import { type JoseHeader, readHeader } from '../jwt/read-header.js'

/** As much of a JWT as can be read, also where a guard would have stopped before. Nothing in it is proven. */
export interface LenientlyRead {
  readonly parts: JwsParts | JwtRefused
  readonly header: { readonly ok: true; readonly header: JoseHeader } | JwtRefused | undefined
  readonly algorithm: Algorithm | undefined
  /** Undefined when it cannot be read. */
  readonly payload: JsonObject | undefined
  readonly signature: Buffer | undefined
  /** What of payload and signature cannot be read. */
  readonly broken: JwtRefused | undefined
}

export function readLeniently(token: string, maxLength: number): LenientlyRead {
  const parts = splitJws(token, maxLength)
  if (!parts.ok)
    return {
      parts,
      header: undefined,
      algorithm: undefined,
      payload: undefined,
      signature: undefined,
      broken: undefined,
    }
  const header = readHeader(parts.header)
  const alg = header.ok ? header.header.alg : undefined
  const bytes = decodeBase64url(parts.payload)
  const signature = decodeBase64url(parts.signature)
  const payload = bytes === undefined ? undefined : readJsonObject(bytes)
  return {
    parts,
    header,
    algorithm: isAlgorithm(alg) ? alg : undefined,
    payload,
    signature,
    broken: problemWith(bytes, signature, payload),
  }
}

const problemWith = (
  bytes: Buffer | undefined,
  signature: Buffer | undefined,
  payload: JsonObject | undefined,
): JwtRefused | undefined => {
  if (bytes === undefined) return refuse('malformed', 'the payload is not canonical base64url')
  if (signature === undefined) return refuse('malformed', 'the signature is not canonical base64url')
  return payload === undefined ? refuse('malformed', 'the payload is not a JSON object') : undefined
}
