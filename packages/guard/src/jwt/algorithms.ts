import { constants, type KeyObject, verify } from 'node:crypto'

/** Signature algorithms Latchkey accepts: all asymmetric, so that no verifying key can sign (RFC 8725 §3.1). */
export const algorithms = ['ES256', 'RS256', 'EdDSA'] as const
export type Algorithm = (typeof algorithms)[number]

export const isAlgorithm = (name: unknown): name is Algorithm => algorithms.some((known) => known === name)

const MIN_RSA_BITS = 2048 // RFC 7518 §3.3
const MIN_RSA_EXPONENT = 3n // with an exponent of 1 anybody can sign
const ES256_SIGNATURE_BYTES = 64 // RFC 7518 §3.4: R and S, 32 bytes each, never DER

const determined = new WeakMap<KeyObject, Algorithm | 'none'>()

/**
 * The one algorithm a public key may verify, or undefined for a key that is secret, private, weak or of another kind.
 * The key decides, never the token: this is what stops a public key from being taken for an HMAC secret.
 */
export function algorithmOf(key: KeyObject): Algorithm | undefined {
  let algorithm = determined.get(key)
  if (algorithm === undefined) {
    algorithm = determine(key)
    determined.set(key, algorithm)
  }
  return algorithm === 'none' ? undefined : algorithm
}

function determine(key: KeyObject): Algorithm | 'none' {
  if (key.type !== 'public') return 'none'
  const details = key.asymmetricKeyDetails ?? {}
  switch (key.asymmetricKeyType) {
    case 'ec':
      return details.namedCurve === 'prime256v1' ? 'ES256' : 'none'
    case 'ed25519':
      return 'EdDSA'
    case 'rsa': {
      const exponent = details.publicExponent ?? 0n
      const sound = exponent >= MIN_RSA_EXPONENT && exponent % 2n === 1n
      return sound && (details.modulusLength ?? 0) >= MIN_RSA_BITS ? 'RS256' : 'none'
    }
    default:
      return 'none'
  }
}

type Verifier = (signed: Buffer, key: KeyObject, signature: Buffer) => boolean

const verifiers: Record<Algorithm, Verifier> = {
  ES256: (signed, key, signature) =>
    signature.length === ES256_SIGNATURE_BYTES &&
    verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, signature),
  RS256: (signed, key, signature) =>
    verify('sha256', signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature),
  EdDSA: (signed, key, signature) => verify(null, signed, key, signature),
}

/** Whether `signature` is the one `key` makes over `signed`. Runs on the caller's thread: some 70 µs for ES256. */
export const signatureHolds = (
  algorithm: Algorithm,
  material: { signed: Buffer; key: KeyObject; signature: Buffer },
): boolean => verifiers[algorithm](material.signed, material.key, material.signature)
