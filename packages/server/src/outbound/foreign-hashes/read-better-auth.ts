import { type CheckableHash, checkableHash } from './checkable-hash.js'
import { scrypt } from './scrypt.js'

// 00112233445566778899aabbccddeeff:…128 digits
const SHAPE = /^(?<salt>[0-9a-f]{32}):(?<key>[0-9a-f]{128})$/
const KEY_BYTES = 64

/** Better Auth's: scrypt of the NFKC form of the password. The salt is the hex digits, not the bytes they stand for. */
export const readBetterAuth = (text: string): CheckableHash | undefined => {
  const { salt, key } = SHAPE.exec(text)?.groups ?? {}
  if (salt === undefined || key === undefined) return undefined
  return checkableHash({
    derivation: scrypt({ cost: 16_384, blockSize: 16, parallelism: 1, keyBytes: KEY_BYTES }),
    salt: Buffer.from(salt),
    digest: Buffer.from(key, 'hex'),
    prepare: (password) => password.normalize('NFKC'),
  })
}
