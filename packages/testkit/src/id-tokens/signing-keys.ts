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

/** The keys of one issuer. The first is made when somebody needs it: that takes a processor for a while. */
export interface SigningKeys {
  /** Signs everything issued from now on. */
  current(): Promise<SigningKey>
  /** The current key and the one before it, so that what was just signed still verifies. */
  published(): Promise<JSONWebKeySet>
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

export const createSigningKeys = (): SigningKeys => {
  let making: Promise<SigningKey> | undefined
  let previous: SigningKey | undefined
  const current = () => {
    making ??= generateSigningKey()
    return making
  }
  return {
    current,
    async published() {
      const newest = await current()
      return { keys: [newest, ...(previous ? [previous] : [])].map(({ publicJwk }) => publicJwk) }
    },
    async rotate() {
      const [last, next] = await Promise.all([current(), generateSigningKey()])
      previous = last
      making = Promise.resolve(next)
    },
  }
}
