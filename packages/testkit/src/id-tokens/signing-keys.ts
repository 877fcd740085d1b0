import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, type JWK } from 'jose'

const generate = promisify(generateKeyPair)

/** An RS256 key pair and the name it is published under. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly publicJwk: JWK
}

export interface SigningKeys {
  /** Signs everything issued from now on. */
  current(): SigningKey
  /** The current key and the one before it, so that what was just signed still verifies. */
  published(): JSONWebKeySet
  /** Makes a new current key. The key before last stops being published. */
  rotate(): Promise<void>
}

/** RFC 7518 §3.3 asks for 2048 bits or more; the key is named by its thumbprint (RFC 7638). */
export const generateSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return { kid, privateKey, publicKey, publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } }
}

export const createSigningKeys = async (): Promise<SigningKeys> => {
  let current = await generateSigningKey()
  let previous: SigningKey | undefined
  return {
    current: () => current,
    published: () => ({ keys: [current, ...(previous ? [previous] : [])].map(({ publicJwk }) => publicJwk) }),
    async rotate() {
      const next = await generateSigningKey()
      previous = current
      current = next
    },
  }
}
