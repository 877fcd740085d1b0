import { constants, type KeyObject, verify } from 'node:crypto'

/** Signature algorithms Latchkey accepts: all asymmetric, so that no verifying key can sign (RFC 8725 §3.1). */
export const algorithms = [
  'ES256',
  'RS256',
  'EdDSA',
  'Ed25519', // RFC 9864 §2.2: EdDSA on this curve, by its own name
  'ES384',
  'ES512',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
] as const
export type Algorithm = (typeof algorithms)[number]

const known: ReadonlySet<unknown> = new Set(algorithms)
export const isAlgorithm = (name: unknown): name is Algorithm => known.has(name)

const MIN_RSA_BITS = 2048 // RFC 7518 §3.3
const MIN_RSA_EXPONENT = 3n // with an exponent of 1 anybody can sign

const NONE: readonly Algorithm[] = []
const ON_CURVE: ReadonlyMap<unknown, readonly Algorithm[]> = new Map([
  ['prime256v1', ['ES256']],
  ['secp384r1', ['ES384']],
  ['secp521r1', ['ES512']],
])
const OF_RSA: readonly Algorithm[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const OF_ED25519: readonly Algorithm[] = ['EdDSA', 'Ed25519']

const determined = new WeakMap<KeyObject, readonly Algorithm[]>()

/**
 * The algorithms a public key may verify; none for a key that is secret, private, weak or of another kind.
 * The key decides, never the token: this is what stops a public key from being taken for an HMAC secret.
 */
export function algorithmsOf(key: KeyObject): readonly Algorithm[] {
  let fitting = determined.get(key)
  if (fitting === undefined) {
    fitting = determine(key)
    determined.set(key, fitting)
  }
  return fitting
}

function determine(key: KeyObject): readonly Algorithm[] {
  if (key.type !== 'public') return NONE
  const details = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'ec':
      return ON_CURVE.get(details.namedCurve) ?? NONE
    case 'ed25519':
      return OF_ED25519
    case 'rsa': {
      const exponent = details.publicExponent ?? 0n
      const sound = exponent >= MIN_RSA_EXPONENT && exponent % 2n === 1n
      return sound && (details.modulusLength ?? 0) >= MIN_RSA_BITS ? OF_RSA : NONE
    }
    default:
      return NONE
  }
}

/**
 * Of the algorithms that a key may verify, those that `alg` beside it leaves (RFC 7517 §4.4): one, or the two names of one.
 *
 * @param alg as the key set says it; undefined binds the key to nothing
 */
export function boundTo(alg: unknown, fitting: readonly Algorithm[]): readonly Algorithm[] {
  if (alg === undefined) return fitting
  if (!fitting.some((one) => one === alg)) return NONE
  return fitting === OF_ED25519 ? OF_ED25519 : fitting.filter((one) => one === alg)
}

type Verifier = (signed: Buffer, key: KeyObject, signature: Buffer) => boolean

/** @param length RFC 7518 §3.4: R and S one after the other, never DER */
const ecdsa =
  (hash: string, length: number): Verifier =>
  (signed, key, signature) =>
    signature.length === length && verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature)

const pkcs1 =
  (hash: string): Verifier =>
  (signed, key, signature) =>
    verify(hash, signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature)

/** RFC 7518 §3.5: the salt is as long as the hash, and MGF1 has the same hash. */
const pss =
  (hash: string): Verifier =>
  (signed, key, signature) =>
    verify(
      hash,
      signed,
      { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
      signature,
    )

const ed25519: Verifier = (signed, key, signature) => verify(null, signed, key, signature)

const verifiers: Record<Algorithm, Verifier> = {
  ES256: ecdsa('sha256', 64),
  ES384: ecdsa('sha384', 96),
  ES512: ecdsa('sha512', 132),
  RS256: pkcs1('sha256'),
  RS384: pkcs1('sha384'),
  RS512: pkcs1('sha512'),
  PS256: pss('sha256'),
  PS384: pss('sha384'),
  PS512: pss('sha512'),
  EdDSA: ed25519,
  Ed25519: ed25519,
}

/** Whether `signature` is the one `key` makes over `signed`. Runs on the caller's thread: some 70 µs for ES256. */
export const signatureHolds = (
  algorithm: Algorithm,
  material: { signed: Buffer; key: KeyObject; signature: Buffer },
): boolean => verifiers[algorithm](material.signed, material.key, material.signature)
