import { type CheckableHash, checkableHash } from './checkable-hash.js'
import { type Pbkdf2Digest, pbkdf2 } from './pbkdf2.js'
import { readBase64 } from './read-base64.js'
import { readWholeNumber } from './read-whole-number.js'

// passlib: $pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk
// PHC:     $pbkdf2-sha256$i=29000,l=32$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A+WF/Z5JZv+lfCIhXXN33N23OSgQYThBYRfk
const SHAPE =
  /^\$pbkdf2(?:-(?<digest>sha1|sha256|sha512))?\$(?:i=)?(?<iterations>\d+)(?:,l=(?<length>\d+))?\$(?<salt>[^$]+)\$(?<key>[^$]+)$/

/** PBKDF2 as passlib writes it, and as a PHC string. Without a digest's name it is SHA-1. */
export const readPbkdf2 = (text: string): CheckableHash | undefined => {
  const { digest = 'sha1', iterations, length, salt, key } = SHAPE.exec(text)?.groups ?? {}
  if (salt === undefined || key === undefined) return undefined
  const keyBytes = readBase64(key)
  if (length !== undefined && readWholeNumber(length) !== keyBytes?.length) return undefined
  return checkableHash({
    derivation: pbkdf2({
      digest: digest as Pbkdf2Digest,
      iterations: readWholeNumber(iterations),
      keyBytes: keyBytes?.length,
    }),
    salt: readBase64(salt),
    digest: keyBytes,
  })
}
