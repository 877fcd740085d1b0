import { KeyObject } from 'node:crypto'
import { type KeySource, KeysUnreachable } from '../keys/key-source.js'
import { algorithmsOf, signatureHolds } from './algorithms.js'
import { type JwtRefused, quote, refuse } from './jwt-failure.js'
import type { ParsedJws } from './parse-jws.js'

/**
 * Finds the key a parsed JWS names and checks its signature. Undefined when it holds.
 * Answers at once when the key is at hand: no promise, no other thread.
 */
export function verifySignature(
  jws: ParsedJws,
  keys: KeySource,
): JwtRefused | undefined | Promise<JwtRefused | undefined> {
  try {
    const key = keys.find({ alg: jws.algorithm, kid: jws.header.kid })
    if (key === undefined || key instanceof KeyObject) return verifyWith(jws, key)
    return Promise.resolve(key).then((found) => verifyWith(jws, found), refuseUnreachable)
  } catch (error) {
    return refuseUnreachable(error)
  }
}

function verifyWith(jws: ParsedJws, key: KeyObject | undefined): JwtRefused | undefined {
  const { algorithm, header, signature } = jws
  if (key === undefined) return refuse('key-unknown', `no ${algorithm} key with kid ${quote(header.kid)}`)
  // RFC 8725 §3.1: the key and the header must name the same algorithm, whatever the key source thought.
  if (!algorithmsOf(key).includes(algorithm)) {
    return refuse('algorithm', `key ${quote(header.kid)} is not a sound public key for ${algorithm}`)
  }
  const signed = Buffer.from(jws.signingInput, 'latin1')
  if (signatureHolds(algorithm, { signed, key, signature })) return undefined
  return refuse('signature', `key ${quote(header.kid)} did not make this ${algorithm} signature`)
}

function refuseUnreachable(error: unknown): JwtRefused {
  if (!(error instanceof KeysUnreachable)) throw error
  return { ok: false, failure: 'keys-unreachable', detail: error.message, cause: error }
}
