import { createHash, type KeyObject } from 'node:crypto'
import type { Algorithm } from '../jwt/algorithms.js'
import { quote } from '../jwt/jwt-failure.js'
import type { JoseHeader } from '../jwt/read-header.js'
import { importJwk } from '../keys/import-jwk.js'

/** The public key in a proof. */
export interface ProofKey {
  readonly ok: true
  readonly key: KeyObject
  /** What it may sign with. */
  readonly algs: readonly Algorithm[]
  /** RFC 7638. */
  readonly thumbprint: string
}

interface NoProofKey {
  readonly ok: false
  readonly detail: string
}

/** RFC 7518 §6.2.2, §6.3.2, §6.4, RFC 8037 §2. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/** A client makes all its proofs with one header, and headers are remembered for a while: their keys go with them. */
const known = new WeakMap<JoseHeader, ProofKey | NoProofKey>()

/** The key that the header of a proof brings along (RFC 9449 §4.2), when it is a sound public one of ours. */
export function proofKeyOf(header: JoseHeader): ProofKey | NoProofKey {
  let key = known.get(header)
  if (key === undefined) {
    key = readKey(header['jwk'])
    known.set(header, key)
  }
  return key
}

const readKey = (jwk: unknown): ProofKey | NoProofKey => {
  if (typeof jwk !== 'object' || jwk === null)
    return { ok: false, detail: `jwk must be a key, saw ${quote(jwk)}` }
  // RFC 9449 §4.3 check 7: said without the key, which is no secret any more and should be one.
  if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(jwk, name)))
    return { ok: false, detail: 'jwk holds a private or symmetric key' }
  const imported = importJwk(jwk)
  if (imported === undefined) return { ok: false, detail: 'jwk is no sound public key' }
  return { ok: true, key: imported.key, algs: imported.algs, thumbprint: thumbprintOf(imported.key) }
}

/**
 * RFC 7638 §3. Of the key as we understood it and not as it was written: one key has one thumbprint.
 */
const thumbprintOf = (key: KeyObject): string => {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' })
  // The members that make the key, in alphabetical order; those it does not have vanish.
  return createHash('sha256').update(JSON.stringify({ crv, e, kty, n, x, y })).digest('base64url')
}
