import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { PublicJwk } from '@latchkey/contract'
import type { KeyFactory } from '../ports/key-factory.js'
import type { Secrets } from '../ports/secrets.js'
import type { SigningAlgorithm } from '../ports/signing-keys.js'

/** The purpose under which private keys are sealed. */
export const PRIVATE_KEY_PURPOSE = 'signing-key'

const RSA_BITS = 2_048

/** Makes key pairs with node:crypto. */
export const nodeKeyFactory = (secrets: Secrets, algorithm: SigningAlgorithm): KeyFactory => ({
  create: (place) => {
    const { publicKey, privateKey } = generate(algorithm)
    const jwk = publicKey.export({ format: 'jwk' })
    const kid = thumbprint(jwk)
    return {
      ...place,
      kid,
      algorithm,
      publicJwk: toPublicJwk(publicKey, algorithm, kid),
      sealedPrivateKey: secrets.seal(
        PRIVATE_KEY_PURPOSE,
        privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ),
    }
  },
})

/** How a public key is published (RFC 7517 §4). */
export const toPublicJwk = (publicKey: KeyObject, algorithm: SigningAlgorithm, kid: string): PublicJwk => {
  const jwk = publicKey.export({ format: 'jwk' })
  return { ...jwk, kty: String(jwk.kty), kid, alg: algorithm, use: 'sig' }
}

const generate = (algorithm: SigningAlgorithm): { publicKey: KeyObject; privateKey: KeyObject } => {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    case 'EdDSA':
      return generateKeyPairSync('ed25519')
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
  }
}

/** RFC 7638 §3: the required members in lexicographic order, hashed. */
const thumbprint = (jwk: Readonly<Record<string, unknown>>): string => {
  const required = ['crv', 'e', 'kty', 'n', 'x', 'y'].filter((member) => jwk[member] !== undefined)
  const canonical = JSON.stringify(Object.fromEntries(required.map((member) => [member, jwk[member]])))
  return createHash('sha256').update(canonical).digest('base64url')
}
