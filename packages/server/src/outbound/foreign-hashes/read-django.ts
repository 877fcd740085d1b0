import { type CheckableHash, checkableHash } from './checkable-hash.js'
import { type Pbkdf2Digest, pbkdf2 } from './pbkdf2.js'
import { readArgon2 } from './read-argon2.js'
import { readBase64 } from './read-base64.js'
import { readBcrypt, readBcryptOfSha256 } from './read-bcrypt.js'
import { readWholeNumber } from './read-whole-number.js'
import { scrypt } from './scrypt.js'

/**
 * Django's encodings, all that are slow: the algorithm's name, `$`, and what belongs to it. Django changes nothing of what was
 * typed, and takes a salt as the text it is.
 */
export const readDjango = (text: string): CheckableHash | undefined => {
  const nameEnds = text.indexOf('$')
  const rest = text.slice(nameEnds + 1)
  switch (text.slice(0, nameEnds)) {
    case 'pbkdf2_sha256':
      return readDjangoPbkdf2(rest, 'sha256', 32)
    case 'pbkdf2_sha1':
      return readDjangoPbkdf2(rest, 'sha1', 20)
    case 'argon2':
      return readArgon2(`$${rest}`)
    case 'bcrypt_sha256':
      return readBcryptOfSha256(rest)
    case 'bcrypt':
      return readBcrypt(rest)
    case 'scrypt':
      return readDjangoScrypt(rest)
    default:
      return undefined
  }
}

// 260000$sPiCXazHK34d7jwSFxqzWX$mwu7947YAjQ2Scfh65QVP3zBt82TELCa0enk7id+67A=
const readDjangoPbkdf2 = (
  rest: string,
  digest: Pbkdf2Digest,
  digestBytes: number,
): CheckableHash | undefined => {
  const [iterations, salt = '', key = '', ...more] = rest.split('$')
  return checkableHash({
    derivation: pbkdf2({ digest, iterations: readWholeNumber(iterations), keyBytes: digestBytes }),
    salt: readSalt(salt),
    digest: readDigest(key, digestBytes, more),
  })
}

// 16384$39dGNTnj9KePDkRmFM95XK$8$5$vcpQnyWGK2gySiglpfNjucKp2enKwPp5wtLM7EAjuisZ5fnW7XxOOd7MzQTYZvgnSVeY8fRO8OofNTt4hzQobA==
const readDjangoScrypt = (rest: string): CheckableHash | undefined => {
  const [cost, salt = '', blockSize, parallelism, key = '', ...more] = rest.split('$')
  return checkableHash({
    derivation: scrypt({
      cost: readWholeNumber(cost),
      blockSize: readWholeNumber(blockSize),
      parallelism: readWholeNumber(parallelism),
      keyBytes: SCRYPT_BYTES,
    }),
    salt: readSalt(salt),
    digest: readDigest(key, SCRYPT_BYTES, more),
  })
}

const SCRYPT_BYTES = 64

const readSalt = (salt: string): Buffer | undefined => (salt === '' ? undefined : Buffer.from(salt))

const readDigest = (key: string, bytes: number, more: readonly string[]): Buffer | undefined => {
  const digest = readBase64(key)
  return digest?.length === bytes && more.length === 0 ? digest : undefined
}
