import { calculateJwkThumbprint, exportJWK, type JSONWebKeySet, type JWK } from 'jose'
import { giveBackRsaPair, type RsaPair, takeRsaPair } from './spare-keys.js'

/** An RS256 key pair and the name it is published under. */
export interface SigningKey extends RsaPair {
  readonly kid: string
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
  /** The issuer answers no more: its keys may be those of the next one. Twice is fine. */
  release(): Promise<void>
}

/** A key is named by its thumbprint (RFC 7638). */
const makeSigningKey = async (): Promise<SigningKey> => {
  const { privateKey, publicKey } = await takeRsaPair()
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return { kid, privateKey, publicKey, publicJwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } }
}

export const createSigningKeys = (): SigningKeys => {
  let making: Promise<SigningKey> | undefined
  let previous: SigningKey | undefined
  let released = false
  const current = () => {
    making ??= makeSigningKey()
    return making
  }
  return {
    current,
    async published() {
      const newest = await current()
      return { keys: [newest, ...(previous ? [previous] : [])].map(({ publicJwk }) => publicJwk) }
    },
    async rotate() {
      const [last, next] = await Promise.all([current(), makeSigningKey()])
      previous = last
      making = Promise.resolve(next)
    },
    async release() {
      if (released) return
      released = true
      for (const key of [previous, await making]) if (key !== undefined) giveBackRsaPair(key)
    },
  }
}
