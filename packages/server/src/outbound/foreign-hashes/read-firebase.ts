import { createCipheriv } from 'node:crypto'
import { type CheckableHash, checkableHash } from './checkable-hash.js'
import { readBase64 } from './read-base64.js'
import { readWholeNumber } from './read-whole-number.js'
import { scrypt } from './scrypt.js'

// $fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8…$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c…
const SHAPE =
  /^\$fbscrypt\$v=1,n=(?<logCost>\d+),r=(?<blockSize>\d+),p=(?<parallelism>\d+),ss=(?<separator>[^,$]*),sk=(?<signer>[^,$]+)\$(?<salt>[^$]+)\$(?<hash>[^$]+)$/

const AES_KEY_BYTES = 32
const AES_BLOCK_BYTES = 16

/**
 * Firebase's own: the key that scrypt makes encrypts the project's signer key, and what comes of it is the hash. `ss` and `sk`
 * are the project's salt separator and signer key, `n` and `r` its memory cost and rounds.
 */
export const readFirebase = (text: string): CheckableHash | undefined => {
  const { logCost, blockSize, parallelism, separator, signer, salt, hash } = SHAPE.exec(text)?.groups ?? {}
  if (separator === undefined || signer === undefined || salt === undefined || hash === undefined)
    return undefined
  const signerKey = readBase64(signer)
  const saltBytes = readBase64(salt)
  const separatorBytes = separator === '' ? Buffer.alloc(0) : readBase64(separator)
  if (signerKey === undefined || saltBytes === undefined || separatorBytes === undefined) return undefined
  return checkableHash({
    derivation: scrypt({
      cost: powerOfTwo(readWholeNumber(logCost)),
      blockSize: readWholeNumber(blockSize),
      parallelism: readWholeNumber(parallelism),
      keyBytes: AES_KEY_BYTES,
    }),
    salt: Buffer.concat([saltBytes, separatorBytes]),
    digest: readBase64(hash),
    // The counter begins at nothing: no key is used twice, since no salt is.
    finish: (key) => createCipheriv('aes-256-ctr', key, Buffer.alloc(AES_BLOCK_BYTES)).update(signerKey),
  })
}

const powerOfTwo = (exponent: number | undefined): number | undefined =>
  exponent === undefined ? undefined : 2 ** exponent
