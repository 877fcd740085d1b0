import { createHash } from 'node:crypto'
import { bcrypt, readBcryptBase64 } from './bcrypt.js'
import { type CheckableHash, checkableHash, type HashParts } from './checkable-hash.js'

// $2b$12$tlImwXmKJqk8VnJHcskI5epD.thniLnGyQphbYcipjuOBQd6n51Vu
const SHAPE = /^\$2[aby]\$(\d\d)\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/

/**
 * bcrypt as everybody writes it. `$2a$`, `$2b$` and `$2y$` are one algorithm under three names; `$2x$` is another one, with a
 * mistake in it, and is not read.
 */
export const readBcrypt = (text: string): CheckableHash | undefined => {
  const parts = partsOf(text)
  return parts && checkableHash(parts)
}

/** Django's `bcrypt_sha256`: bcrypt of the SHA-256, in lower-case hex, so that all of a long password counts. */
export const readBcryptOfSha256 = (text: string): CheckableHash | undefined => {
  const parts = partsOf(text)
  return (
    parts &&
    checkableHash({
      ...parts,
      prepare: (password) => createHash('sha256').update(password).digest('hex'),
    })
  )
}

const partsOf = (text: string): HashParts | undefined => {
  const [, cost, salt, digest] = SHAPE.exec(text) ?? []
  if (cost === undefined || salt === undefined || digest === undefined) return undefined
  return {
    derivation: bcrypt(Number(cost)),
    salt: readBcryptBase64(salt),
    digest: readBcryptBase64(digest),
  }
}
