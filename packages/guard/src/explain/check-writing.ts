import type { Algorithm } from '../jwt/algorithms.js'
import { quote } from '../jwt/jwt-failure.js'
import { refuseAlgorithm } from '../jwt/parse-jws.js'
import type { Check } from './explanation.js'
import { failed, passed, skipped } from './outcomes.js'
import type { LenientlyRead } from './read-leniently.js'

/** How a JWT is written: its parts, its header, its algorithm. */
export function checkWriting(
  { parts, header, algorithm, broken }: LenientlyRead,
  { accepted, maxTokenLength }: { readonly accepted: readonly Algorithm[]; readonly maxTokenLength: number },
): readonly Check[] {
  if (!parts.ok || header === undefined)
    return [
      parts.ok ? passed('shape', 'three parts') : failed('shape', parts),
      ...(['header', 'alg', 'payload'] as const).map((name) => skipped(name, 'there are no three parts')),
    ]
  const length = parts.signingInput.length + 1 + parts.signature.length
  return [
    passed('shape', `three parts, ${length} of at most ${maxTokenLength} characters`),
    header.ok ? passed('header', 'a JSON object without critical members') : failed('header', header),
    checkAlgorithm(header.ok ? header.header.alg : undefined, algorithm, accepted),
    broken === undefined ? passed('payload', 'a JSON object') : failed('payload', broken),
  ]
}

const checkAlgorithm = (
  alg: string | undefined,
  algorithm: Algorithm | undefined,
  accepted: readonly Algorithm[],
): Check => {
  if (alg === undefined) return skipped('alg', 'the header could not be read')
  return algorithm !== undefined && accepted.includes(algorithm)
    ? passed('alg', quote(alg))
    : failed('alg', refuseAlgorithm(alg, accepted))
}
