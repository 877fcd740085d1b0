import type { KeyObject } from 'node:crypto'
import { importJwk, type VerificationKey } from './import-jwk.js'
import type { KeyQuery } from './key-source.js'

/** Imported keys, found by what a header says. */
export interface KeySet {
  /** How many keys can be used. */
  readonly size: number
  /** The names of those that have one. */
  kids(): readonly string[]
  find(query: KeyQuery): KeyObject | undefined
}

export interface ReadKeySetOptions {
  /** Whether a member counts, where not every key is meant for every token. Default: all do. */
  readonly takes?: ((jwk: Readonly<Record<string, unknown>>) => boolean) | undefined
}

/** Reads a JWK Set (RFC 7517 §5) and imports what can be used; undefined when it is not a JWK Set at all. */
export function readKeySet(
  jwks: unknown,
  { takes = () => true }: ReadKeySetOptions = {},
): KeySet | undefined {
  const members = typeof jwks === 'object' && jwks !== null ? Reflect.get(jwks, 'keys') : undefined
  if (!Array.isArray(members)) return undefined
  const usable = members
    .filter((jwk: unknown) => takes(Object(jwk) as Record<string, unknown>))
    .map(importJwk)
    .filter((key) => key !== undefined)
  return indexKeys(usable)
}

function indexKeys(usable: readonly VerificationKey[]): KeySet {
  const byId = new Map<string, Map<string, KeyObject>>()
  const byAlgorithm = new Map<string, KeyObject[]>()
  for (const { kid, algs, key } of usable) {
    const named = kid === undefined ? undefined : entry(byId, kid, () => new Map<string, KeyObject>())
    for (const alg of algs) {
      if (named?.has(alg) === false) named.set(alg, key) // of two keys with one name the first counts
      entry(byAlgorithm, alg, () => []).push(key)
    }
  }
  return {
    size: usable.length,
    kids: () => [...byId.keys()],
    find: ({ alg, kid }) => {
      if (kid !== undefined) return byId.get(kid)?.get(alg)
      // RFC 7515 §4.1.4 leaves kid optional. Without it there must be nothing to choose.
      const candidates = byAlgorithm.get(alg)
      return candidates?.length === 1 ? candidates[0] : undefined
    },
  }
}

const entry = <Value>(map: Map<string, Value>, name: string, begin: () => Value): Value => {
  const value = map.get(name) ?? begin()
  map.set(name, value)
  return value
}
