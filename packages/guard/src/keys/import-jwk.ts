import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { type Algorithm, algorithmsOf, boundTo } from '../jwt/algorithms.js'

/** A public key ready for use, with the algorithms it verifies: those of its kind, or the one it is bound to. */
export interface VerificationKey {
  readonly kid: string | undefined
  readonly algs: readonly Algorithm[]
  readonly key: KeyObject
}

/** The members that make the public key itself, per key type (RFC 7518 §6.2.1, §6.3.1, RFC 8037 §2). */
const publicMembers: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['EC', ['kty', 'crv', 'x', 'y']],
  ['RSA', ['kty', 'n', 'e']],
  ['OKP', ['kty', 'crv', 'x']],
])

/**
 * Imports one member of a key set, or says undefined to a key that is not for us: symmetric, private, weak,
 * meant for encryption, of an unknown kind or simply broken (RFC 7517 §5 asks to ignore those).
 */
export function importJwk(jwk: unknown): VerificationKey | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined
  const { kty, kid, use, key_ops, alg, d } = jwk as Record<string, unknown>
  const members = publicMembers.get(kty)
  if (members === undefined) return undefined
  if (d !== undefined) return undefined // a private key that was published protects nothing any more
  if (use !== undefined && use !== 'sig') return undefined // RFC 7517 §4.2
  if (key_ops !== undefined && !(Array.isArray(key_ops) && key_ops.includes('verify'))) return undefined // §4.3
  if (kid !== undefined && typeof kid !== 'string') return undefined

  const key = importPublicKey(Object.fromEntries(members.map((name) => [name, Reflect.get(jwk, name)])))
  if (key === undefined) return undefined
  const algs = boundTo(alg, algorithmsOf(key))
  return algs.length === 0 ? undefined : { kid, algs, key }
}

function importPublicKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' })
  } catch {
    return undefined
  }
}
