import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** An RSA key pair without a name. */
export interface RsaPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const generate = promisify(generateKeyPair)

/** RFC 7518 §3.3 asks for 2048 bits or more. */
const RSA_BITS = 2048

/** Pairs nobody uses at this moment. What was given back last is taken last, so an issuer that starts again has other keys where it can. */
const spare: (() => RsaPair)[] = []

/** A pair that nobody else in this process has until it is given back. Makes one when none is spare: that takes a processor for a while. */
export const takeRsaPair = async (): Promise<RsaPair> =>
  spare.shift()?.() ?? generate('rsa', { modulusLength: RSA_BITS })

/** Gives back what is published no more, for the next issuer. */
export const giveBackRsaPair = (pair: RsaPair): void => {
  spare.push(() => pair)
}

/** Pairs from elsewhere that were added already: somebody may have them. */
const added = new Set<string>()

/** Adds a pair that was made elsewhere, unless it was added before. @param pem PKCS #8, read when somebody needs it */
export const addSpareRsaPair = (pem: string): void => {
  if (added.has(pem)) return
  added.add(pem)
  spare.push(() => {
    const privateKey = createPrivateKey(pem)
    return { privateKey, publicKey: createPublicKey(privateKey) }
  })
}
