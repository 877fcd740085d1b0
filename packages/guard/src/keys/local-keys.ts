import { readKeySet } from './key-set.js'
import type { KeySource } from './key-source.js'

/**
 * Keys that are at hand: from a file, a test, the same process. Nothing is fetched, so a rotation needs a new source.
 *
 * @param jwks a JWK Set (RFC 7517 §5)
 * @throws TypeError when it holds no key that could verify a token
 */
export function createLocalKeys(jwks: { readonly keys: readonly unknown[] }): KeySource {
  const keys = readKeySet(jwks)
  if (keys === undefined) throw new TypeError('createLocalKeys: expected a JWK Set, an object with "keys"')
  if (keys.size === 0) {
    throw new TypeError(
      'createLocalKeys: no usable key. Give public signature keys: EC P-256, P-384 or P-521, RSA of 2048 bits or more, or Ed25519',
    )
  }
  return { find: (query) => keys.find(query), kids: () => keys.kids() }
}
